package dev.lockstep.worker.apply;

import dev.lockstep.cache.redis.Watermark.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What Redis has confirmed of each partition.
 *
 * <p>Thread safe.
 */
public final class Acknowledged {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final List<Progress> partitions;
    private long count;

    Acknowledged(List<Progress> reached) {
        this.partitions = new ArrayList<>(reached);
    }

    void advance(int partition, Progress progress) {
        lock.lock();
        try {
            partitions.set(partition, progress);
            count++;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The partition that is furthest behind. */
    public Progress least() {
        lock.lock();
        try {
            return partitions.stream()
                    .min(Comparator.comparing(Progress::position))
                    .orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    /** How often something was confirmed. */
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is confirmed beyond {@code count}; false where the time was over before. */
    public boolean awaitBeyond(long seen, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (count <= seen && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return count > seen;
        } finally {
            lock.unlock();
        }
    }
}
