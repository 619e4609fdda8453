package dev.lockstep.reader.changes;

import dev.lockstep.reader.startup.OutageLog;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Asks again and again how far the streams are, as long as anybody is waiting to know: one question for all of them. Thread
 * safe.
 */
final class Tips {

    /** A change is told so much later at the most, besides the way it has to go. */
    private static final Duration TICK = Duration.ofMillis(25);

    private final Streams streams;
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(Tips.class), "Redis");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Tip latest = Tip.UNKNOWN;
    private int followers;
    private @Nullable Thread asking;

    Tips(Streams streams) {
        this.streams = streams;
    }

    /** Somebody begins to follow. */
    void enter() {
        lock.lock();
        try {
            if (followers++ == 0) {
                latest = Tip.UNKNOWN;
                asking = Thread.ofVirtual().name("changes").start(this::ask);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Somebody follows no longer. */
    void leave() {
        lock.lock();
        try {
            Thread thread = asking;
            if (--followers == 0 && thread != null) {
                thread.interrupt();
                asking = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a whole tip that is another one; answers the same where the time was over before. */
    Tip awaitOther(Tip seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (left > 0 && (!latest.isWhole() || latest.equals(seen))) {
                left = changed.awaitNanos(left);
            }
            return latest.isWhole() ? latest : seen;
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        try {
            while (!Thread.interrupted()) {
                note(tip());
                TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Tip tip() {
        try {
            Tip tip = streams.tip().join();
            outages.answered();
            return tip;
        } catch (CompletionException e) {
            outages.failed(e);
            return Tip.UNKNOWN;
        }
    }

    private void note(Tip tip) {
        lock.lock();
        try {
            // One that was stopped meanwhile says nothing to those who have come since.
            if (Thread.currentThread().equals(asking) && !tip.equals(latest)) {
                latest = tip;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
