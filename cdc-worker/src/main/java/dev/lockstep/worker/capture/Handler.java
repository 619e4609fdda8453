package dev.lockstep.worker.capture;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Where records go, on the thread that polls. */
@FunctionalInterface
interface Handler {

    /** In the stream's order; waits for as long as there is no room for them. */
    void handle(List<SourceRecord> records) throws InterruptedException;
}
