package dev.lockstep.worker.apply;

import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Sweep;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of Redis what fences have left behind: once from the beginning of a run, and once more each time tables have been
 * cleared. At a pace, on a thread of its own. What it cannot do costs memory until the entries' time is over, and nothing
 * else, so it never ends a run.
 */
public final class Sweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private static final int PAGES_A_SECOND = 10;

    private final RedisCache cache;
    private final List<TableSchema> tables;
    private final Applier applier;
    private final int page;
    private final ApplyMetrics metrics;
    private final Thread thread;

    private Sweeper(RedisCache cache, List<TableSchema> tables, Applier applier, int sweptKeys, ApplyMetrics metrics) {
        this.cache = cache;
        this.tables = tables;
        this.applier = applier;
        this.page = Math.max(1, sweptKeys / PAGES_A_SECOND);
        this.metrics = metrics;
        this.thread = Thread.ofVirtual().name("sweep").unstarted(this::run);
    }

    /** Starts. */
    public static Sweeper start(
            RedisCache cache, List<TableSchema> tables, Applier applier, ApplySettings settings, ApplyMetrics metrics) {
        Sweeper sweeper = new Sweeper(cache, tables, applier, settings.sweptKeys(), metrics);
        if (settings.sweptKeys() > 0) {
            sweeper.thread.start();
        }
        return sweeper;
    }

    /** Stops. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                sweep();
                applier.awaitCleared();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.info("what no longer counts stays in Redis until its time is over: {}", e.getMessage());
        }
    }

    private void sweep() throws InterruptedException {
        Sweep sweep = cache.sweep(tables);
        int all = 0;
        do {
            int removed = sweep.next(page).toCompletableFuture().join();
            metrics.swept(removed);
            all += removed;
            TimeUnit.MILLISECONDS.sleep(1000 / PAGES_A_SECOND);
        } while (!sweep.isOver());
        if (all > 0) {
            LOG.info("{} entries that no longer counted are gone", all);
        }
    }
}
