package dev.lockstep.worker.capture;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * All that a poll has found, in its order. The engine gets it as one record: of each it would make a task for another thread and
 * wait for that, and has nothing to do with them.
 */
record Polled(List<SourceRecord> records) {

    /** At least one record, as one that stands where the last of them does. */
    static SourceRecord as(List<SourceRecord> records) {
        SourceRecord last = records.getLast();
        return new SourceRecord(last.sourcePartition(), last.sourceOffset(), last.topic(), null, new Polled(records));
    }
}
