package dev.lockstep.worker.capture;

import io.debezium.config.Configuration;
import io.debezium.connector.mysql.MySqlConnectorTask;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Polls without waiting for company. The engine's queue hands over a batch when it is full or when the poll interval is
 * over, whichever comes first: with a large batch an isolated change waits for the interval, with a batch of one every
 * record pays for a batch of its own. So the batch is set to one, which makes a poll return with the first record, and
 * what else has come in by then is taken along, past the engine: a poll of its own for each took a fifth of its thread.
 *
 * <p>The engine is shown no record. Of each it would make a task for another thread, and wait for it.
 */
public final class PromptTask extends MySqlConnectorTask {

    /** Records handed over at once at the most; bounds what one pass of the engine holds. */
    private static final int MOST = 512;

    private @Nullable PromptQueue queue;
    private @Nullable ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> coordination;
    private @Nullable BinlogConnection connection;
    private boolean loud = true;

    @Override
    public ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> start(Configuration config) {
        var started = super.start(config);
        PromptQueue made = PromptQueue.madeByThisThread();
        try {
            EventReaders.in(started);
            queue = made;
            connection = BinlogConnection.named(config.getString(BinlogConnection.KEY));
            coordination = started;
            watch(started, connection, made);
        } catch (RuntimeException e) {
            made.close();
            stop(started);
            throw e;
        }
        return started;
    }

    /** The engine only ends one that it was given. */
    private static void stop(ChangeEventSourceCoordinator<?, ?> started) {
        try {
            started.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The engine connects when it has read the tables' shapes; nothing has come by then. */
    private static void watch(
            ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> coordinator,
            BinlogConnection connection,
            PromptQueue queue) {
        EngineInside inside = new EngineInside(coordinator);
        try {
            connection.watch(inside.client(), inside.notices(), queue);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the engine is another one inside (expected: 3.6.1)", e);
        }
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        BinlogConnection to = Objects.requireNonNull(connection);
        try {
            List<SourceRecord> records = pollAll();
            if (!records.isEmpty()) {
                handOn(records, Objects.requireNonNull(coordination), to);
            }
            return List.of();
        } catch (RuntimeException | Error | InterruptedException e) {
            to.abandon();
            throw e;
        }
    }

    private void handOn(
            List<SourceRecord> records,
            ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> coordinator,
            BinlogConnection to)
            throws InterruptedException {
        to.require(coordinator);
        if (loud && isStreaming(records)) {
            EngineMetrics.silence(coordinator);
            loud = false;
        }
        to.handle(records);
    }

    private List<SourceRecord> pollAll() throws InterruptedException {
        List<SourceRecord> first = super.doPoll();
        PromptQueue waiting = queue;
        if (first.isEmpty() || waiting == null || waiting.size() == 0) {
            return first;
        }
        List<SourceRecord> all = new ArrayList<>(first);
        all.addAll(waiting.take(MOST - first.size()));
        return all;
    }

    /** Transactions are marked in the stream only; what comes before them are the tables' shapes. */
    private static boolean isStreaming(List<SourceRecord> records) {
        return !records.isEmpty() && records.getLast().topic().equals(RecordDecoder.TRANSACTIONS);
    }
}
