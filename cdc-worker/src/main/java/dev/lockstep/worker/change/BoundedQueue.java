package dev.lockstep.worker.change;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way from one thread to another, bounded in number and in bytes: there is room while less than both is here.
 * So one thing may have as many bytes as it likes, and there is never more than that too much.
 *
 * <p>Thread safe, for one thread that adds.
 */
public final class BoundedQueue<T> {

    private final int most;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someLeft = lock.newCondition();
    private final Condition someCame = lock.newCondition();
    private final Deque<Weighed<T>> waiting = new ArrayDeque<>();
    private long bytes;

    /** With nothing in it. */
    public BoundedQueue(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    private record Weighed<T>(T value, long bytes) {}

    /** Whether there is room, at the latest when so long has been waited for it. */
    public boolean awaitRoom(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.size() >= most || bytes >= mostBytes) {
                if (left <= 0) {
                    return false;
                }
                left = someLeft.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds something, also without room; does not wait. */
    public void add(T value, long itsBytes) {
        lock.lock();
        try {
            waiting.add(new Weighed<>(value, itsBytes));
            bytes += itsBytes;
            someCame.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the last that was added weigh so much more, if it is still here. */
    public void weighLast(long more) {
        lock.lock();
        try {
            Weighed<T> last = waiting.pollLast();
            if (last != null) {
                waiting.addLast(new Weighed<>(last.value(), last.bytes() + more));
                bytes += more;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first, if there is one; does not wait. */
    public @Nullable T poll() {
        lock.lock();
        try {
            return waiting.isEmpty() ? null : next();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first ones, in their order.
     *
     * @param number of them at the most
     * @param size in bytes after which no more are taken
     * @param patience how long to wait for the first
     * @return none where none has come
     */
    public List<T> take(int number, long size, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && left > 0) {
                left = someCame.awaitNanos(left);
            }
            List<T> taken = new ArrayList<>(Math.min(number, waiting.size()));
            long enough = bytes - size;
            while (!waiting.isEmpty() && taken.size() < number && (taken.isEmpty() || bytes > enough)) {
                taken.add(next());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is in it. */
    public void clear() {
        lock.lock();
        try {
            waiting.clear();
            bytes = 0;
            someLeft.signal();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private T next() {
        Weighed<T> first = waiting.remove();
        bytes -= first.bytes();
        someLeft.signal();
        return first.value();
    }
}
