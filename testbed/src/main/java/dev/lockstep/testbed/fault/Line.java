package dev.lockstep.testbed.fault;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When what has entered a proxy may leave it. Thread safe. */
final class Line {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean frozen;
    private volatile long delayNanos;

    void freeze() {
        set(true);
    }

    void thaw() {
        set(false);
    }

    void delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay of %s (expected: 0 or more)".formatted(delay));
        }
        delayNanos = delay.toNanos();
    }

    /** When something that enters now is to leave, as {@link System#nanoTime}. */
    long due() {
        return System.nanoTime() + delayNanos;
    }

    /** Returns when it is due and nothing is held. */
    void awaitPassage(long due) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = due - System.nanoTime();
            while (frozen || rest > 0) {
                if (frozen) {
                    changed.await();
                } else {
                    var unusedRest = changed.awaitNanos(rest);
                }
                rest = due - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean newFrozen) {
        lock.lock();
        try {
            frozen = newFrozen;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
