package dev.lockstep.worker.supervise;

import dev.lockstep.cache.redis.RedisCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker is active, the others stand by. It only keeps them from taking turns: what protects Redis from two active ones
 * is that each opens the partitions, and that nobody else's changes are taken from then on.
 *
 * <p>While it is open, a thread of its own says again and again that this worker is active. Closed, it is not given up: it
 * lasts for its time, and the same worker may take it up again.
 */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** How often one that stands by asks; a part of how long a takeover lasts. */
    private static final Duration ASK = Duration.ofMillis(200);

    /** An active worker says so this often in the time after which it would be replaced. */
    private static final int RENEWALS = 4;

    private final RedisCache cache;
    private final String worker;
    private final Duration life;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leadership").factory());
    private volatile @Nullable String replacedBy;

    private Leadership(RedisCache cache, String worker, Duration life) {
        this.cache = cache;
        this.worker = worker;
        this.life = life;
        long pause = life.toMillis() / RENEWALS;
        var unusedHandle = timer.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * Returns when this worker is active.
     *
     * @param life after so long without a renewal another worker is
     * @param standingBy told who is, each time it is asked
     */
    static Leadership take(RedisCache cache, String worker, Duration life, Consumer<String> standingBy)
            throws InterruptedException {
        String active = lead(cache, worker, life);
        while (!active.equals(worker)) {
            standingBy.accept(active);
            TimeUnit.NANOSECONDS.sleep(ASK.toNanos());
            active = lead(cache, worker, life);
        }
        return new Leadership(cache, worker, life);
    }

    /** Lets another one be active at once; where Redis does not answer, it is after the time. */
    static void resign(RedisCache cache, String worker) {
        cache.resign(worker).exceptionally(problem -> "").toCompletableFuture().join();
    }

    /** Who is active instead; empty as far as is known. */
    Optional<String> replacedBy() {
        return Optional.ofNullable(replacedBy);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Without an answer nothing is known; whoever works with Redis notices by itself. */
    private void renew() {
        try {
            var unusedAnswer = cache.lead(worker, life).thenAccept(active -> {
                if (!active.equals(worker)) {
                    replacedBy = active;
                }
            });
        } catch (RuntimeException e) {
            // The timer would never call again.
            LOG.debug("not renewed", e);
        }
    }

    private static String lead(RedisCache cache, String worker, Duration life) {
        return cache.lead(worker, life).toCompletableFuture().join();
    }
}
