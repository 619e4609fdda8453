package dev.lockstep.worker.capture;

import dev.lockstep.worker.change.BoundedQueue;
import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The engine's queue, from which all that is waiting can be taken at once and without the engine's lock. The engine makes it
 * by reflection while the task starts, on the task's thread.
 *
 * <p>The engine bounds it in records. In bytes it is bounded here, by those of the binlog: an event waits before the engine
 * makes records of it, as the engine has its lock when it adds them. The last record stands for all of its event's.
 *
 * <p>Thread safe.
 */
public final class PromptQueue implements QueueProvider<DataChangeEvent> {

    static final String NAME = "prompt";

    private static final ThreadLocal<PromptQueue> MADE = new ThreadLocal<>();

    /** How often who waits for room looks whether anybody still wants it. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** What has been taken is not counted any more, and should not be as much again. */
    private static final int MOST_TAKEN_BYTES = EngineProperties.QUEUE_BYTES / 16;

    private final BoundedQueue<DataChangeEvent> waiting =
            new BoundedQueue<>(Integer.MAX_VALUE, EngineProperties.QUEUE_BYTES);
    private volatile long arrived;
    private volatile boolean enqueued;
    private volatile boolean closed;

    static PromptQueue madeByThisThread() {
        PromptQueue queue = MADE.get();
        MADE.remove();
        if (queue == null) {
            throw new IllegalStateException("the engine has not made its queue on the thread that starts the task");
        }
        return queue;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        MADE.set(this);
    }

    /**
     * An event has come; waits until there is room for what the engine makes of it. On the thread that reads the binlog.
     *
     * @param bytes it has in the binlog
     */
    void arrived(long bytes) throws InterruptedException {
        if (enqueued) {
            waiting.weighLast(arrived);
        }
        boolean room = false;
        while (!room && !closed) {
            room = waiting.awaitRoom(LOOK);
        }
        arrived = bytes;
        enqueued = false;
    }

    @Override
    public void enqueue(DataChangeEvent event) {
        if (!closed) {
            waiting.add(event, 0);
            enqueued = true;
        }
    }

    @Override
    public @Nullable DataChangeEvent poll() {
        return closed ? null : waiting.poll();
    }

    @Override
    public int size() {
        return waiting.size();
    }

    /**
     * Forgets what is waiting and whatever comes. The engine does not wake up who waits for room, and cannot end before
     * there is some.
     */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
    }

    /** What is waiting, in its order, and at the most so much. An engine that waits for room is told by its next poll. */
    List<SourceRecord> take(int most) throws InterruptedException {
        return closed
                ? List.of()
                : waiting.take(most, MOST_TAKEN_BYTES, Duration.ZERO).stream()
                        .map(DataChangeEvent::getRecord)
                        .toList();
    }
}
