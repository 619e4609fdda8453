package dev.lockstep.worker.capture;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.worker.change.ChangeSink;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the engine, from a place in the binlog to its end. An engine cannot be started again; make another.
 *
 * <p>{@link #close} may be called by any thread but the one that the sink is called on.
 */
public final class Capture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

    /** How long an engine may take to end. Starting ones cannot be ended, and take a few seconds. */
    private static final Duration END = Duration.ofSeconds(30);

    private static final Duration RETRY = Duration.ofMillis(100);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final BinlogConnection connection;
    private final AtomicLong lastRecord = new AtomicLong(System.nanoTime());
    private volatile boolean handling;
    private volatile boolean streaming;
    private volatile boolean streamed;

    private Capture(Plan plan, String startOffset, ChangeSink sink) {
        RecordDecoder decoder = new RecordDecoder(plan.tables(), plan.reached(), plan.half());
        this.connection = new BinlogConnection(
                new BinlogWatch.Followed(plan.tables(), plan.mayGrow(), plan.cascades()),
                plan.check(),
                this::begun,
                ended::completeExceptionally,
                records -> handle(records, decoder, sink));
        Properties properties = EngineProperties.of(
                plan.source(), plan.tables(), plan.serverId(), plan.keepAlive(), startOffset, connection.name());
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties)
                .using(this::completed)
                .notifying(Capture::unexpected)
                .build();
    }

    /**
     * What to capture.
     *
     * @param mayGrow whether a table that comes is to end the capture, as it may have to be captured too
     * @param cascades what foreign keys change without an event
     * @param serverId how this client is called among the source's replicas; another one with the same number is cut off
     * @param keepAlive how often the source gives a sign of life
     * @param reached by what was applied before, at the least; its epoch is that of the positions that the changes get
     * @param half what was applied in part when tables looked otherwise
     * @param check that the connection is to the server whose positions these are
     */
    public record Plan(
            Source source,
            Collection<TableSchema> tables,
            boolean mayGrow,
            Cascades cascades,
            int serverId,
            Duration keepAlive,
            Position reached,
            HalfApplied half,
            ConnectionCheck check) {}

    /**
     * Starts on a thread of its own.
     *
     * @param startOffset as {@link Offsets} writes it
     * @param sink called on one thread, in commit order
     */
    public static Capture start(Plan plan, String startOffset, ChangeSink sink) {
        Capture capture = new Capture(plan, startOffset, sink);
        Thread.ofPlatform().name("capture").start(capture::run);
        return capture;
    }

    /** Completes when nothing more will come, with the reason where it was an error; the engine may still be ending. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Whether the binlog is being read. */
    public boolean isStreaming() {
        return streaming;
    }

    /** Whether the binlog was read at any time. */
    public boolean hasStreamed() {
        return streamed;
    }

    /**
     * How long nothing has come from the source, not even a sign of life; zero while what has come waits for Redis. Before the
     * binlog is read, since the start.
     */
    public Duration silence() {
        return handling ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastRecord.get());
    }

    /** Ends the engine and waits until it has; an engine that does not end is left behind and said so. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + END.toNanos();
        connection.abandon();
        while (!finished.isDone() && System.nanoTime() < deadline) {
            try {
                engine.close();
            } catch (IllegalStateException e) {
                LOG.debug("the engine cannot be ended yet", e);
            } catch (IOException e) {
                LOG.warn("the engine did not end cleanly", e);
            }
            finished.copy()
                    .completeOnTimeout(null, RETRY.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        if (!finished.isDone()) {
            LOG.error("the engine has not ended within {}; another one is started beside it", END);
        }
        connection.close();
    }

    private void run() {
        try {
            engine.run();
            ended.complete(null);
        } catch (RuntimeException e) {
            // Ended while it was starting: the engine says so by an exception and does not call back.
            ended.completeExceptionally(new CaptureEndedException("the engine did not start", e));
        } finally {
            streaming = false;
            finished.complete(null);
        }
    }

    private void handle(List<SourceRecord> records, RecordDecoder decoder, ChangeSink sink)
            throws InterruptedException {
        handling = true;
        for (SourceRecord each : records) {
            decoder.decode(each, sink);
        }
        lastRecord.set(System.nanoTime());
        handling = false;
    }

    /** The task hands its records on by itself. */
    private static void unexpected(RecordChangeEvent<SourceRecord> record) {
        throw new IllegalStateException(
                "a record that the task has not handed on: " + record.record().topic());
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success) {
            ended.complete(null);
        } else if (error != null && BinlogConnection.lossOf(error).isRefused()) {
            // Said before the first record, when nobody listens to the connection yet.
            ended.completeExceptionally(BinlogConnection.lossOf(error));
        } else {
            ended.completeExceptionally(new CaptureEndedException(message, error));
        }
    }

    private void begun() {
        lastRecord.set(System.nanoTime());
        streaming = true;
        streamed = true;
    }
}
