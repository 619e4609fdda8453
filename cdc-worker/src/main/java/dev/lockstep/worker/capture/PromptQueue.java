package dev.lockstep.worker.capture;

import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.Sizeable;
import java.util.Map;

/**
 * The engine's own queue, which in addition says from outside the engine's lock whether something is waiting. The engine
 * makes it by reflection while the task starts, on the task's thread.
 */
public final class PromptQueue<T extends Sizeable> extends DefaultQueueProvider<T> {

    static final String NAME = "prompt";

    private static final ThreadLocal<PromptQueue<?>> MADE = new ThreadLocal<>();

    private volatile int waiting;

    static PromptQueue<?> madeByThisThread() {
        PromptQueue<?> queue = MADE.get();
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
        super.configure(properties);
        MADE.set(this);
    }

    @Override
    public void enqueue(T event) throws InterruptedException {
        super.enqueue(event);
        waiting = size();
    }

    @Override
    public T poll() throws InterruptedException {
        T event = super.poll();
        waiting = size();
        return event;
    }

    boolean isEmpty() {
        return waiting == 0;
    }
}
