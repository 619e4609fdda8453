package dev.lockstep.testbed.measure;

import dev.failsafe.RateLimiter;
import dev.lockstep.cache.redis.RedisCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Measures from outside how long it takes until a commit is visible in Redis: it commits a change of a row of its own, takes
 * the time when the commit has returned, and asks Redis until it shows the change. Thread safe.
 */
public final class VisibilityProbe implements AutoCloseable {

    /** Changes a second, at most; fewer where one takes longer. */
    private static final int PER_SECOND = 50;

    /** A change that is not visible by then counts as not seen. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int DIGITS = 3;

    private final ProbeRow row;
    private final Thread thread;
    private final Recorder recorder = new Recorder(TimeUnit.SECONDS.toNanos(60), DIGITS);
    private final Histogram total = new Histogram(TimeUnit.SECONDS.toNanos(60), DIGITS);
    private final LongAdder notSeen = new LongAdder();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private VisibilityProbe(ProbeRow row) {
        this.row = row;
        this.thread = Thread.ofPlatform().daemon().name("probe").unstarted(this::measure);
    }

    /**
     * Starts measuring and returns at once.
     *
     * @param connection used by the probe alone until it is closed; not closed by it
     * @param id the key of the row that it makes and changes
     */
    public static VisibilityProbe start(Connection connection, RedisCache cache, TableRows table, int id) {
        VisibilityProbe probe = new VisibilityProbe(new ProbeRow(connection, cache, table.schema(), id));
        probe.thread.start();
        return probe;
    }

    /** The latencies since the last call, in nanoseconds. */
    public synchronized Histogram interval() {
        Histogram interval = recorder.getIntervalHistogram();
        total.add(interval);
        return interval;
    }

    /** Forgets what was measured so far, because JVMs that have just started are slow. */
    public synchronized void forget() {
        interval();
        total.reset();
        notSeen.reset();
    }

    /** All latencies since the start or {@link #forget}, in nanoseconds. */
    public synchronized Histogram total() {
        interval();
        return total.copy();
    }

    /** How many changes did not become visible in time, since the start or {@link #forget}. */
    public long notSeen() {
        return notSeen.sum();
    }

    /** Why it has given up, if it has. */
    public Optional<SQLException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Stops measuring, commits one more change and waits for it: what was committed before has then been applied as well.
     *
     * @return whether it became visible in time
     */
    public boolean caughtUp(Duration most) throws SQLException {
        close();
        return row.change(most).isPresent();
    }

    /** Stops measuring. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE.plusSeconds(1));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() {
        RateLimiter<Object> limiter =
                RateLimiter.smoothBuilder(PER_SECOND, Duration.ofSeconds(1)).build();
        try {
            while (!stopped) {
                limiter.acquirePermit();
                record(row.change(PATIENCE));
            }
        } catch (SQLException e) {
            failure.set(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(OptionalLong nanos) {
        nanos.ifPresentOrElse(value -> recorder.recordValue(Math.min(value, total.getHighestTrackableValue())), () -> {
            if (!stopped) {
                notSeen.increment();
            }
        });
    }
}
