package dev.lockstep.worker.capture;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The engine's queue, from which all that is waiting can be taken at once and without the engine's lock. The engine bounds it, and
 * makes it by reflection while the task starts, on the task's thread.
 *
 * <p>Thread safe.
 */
public final class PromptQueue implements QueueProvider<DataChangeEvent> {

    static final String NAME = "prompt";

    private static final ThreadLocal<PromptQueue> MADE = new ThreadLocal<>();

    private final LinkedBlockingQueue<DataChangeEvent> waiting = new LinkedBlockingQueue<>();
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

    @Override
    public void enqueue(DataChangeEvent event) {
        if (!closed) {
            waiting.add(event);
        }
    }

    @Override
    public @Nullable DataChangeEvent poll() {
        return waiting.poll();
    }

    @Override
    public int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
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
    List<SourceRecord> take(int most) {
        List<DataChangeEvent> taken = new ArrayList<>();
        waiting.drainTo(taken, most);
        return taken.stream().map(DataChangeEvent::getRecord).toList();
    }
}
