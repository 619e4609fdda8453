package dev.lockstep.testbed.app;

import dev.failsafe.RateLimiter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An application that writes heroes over JDBC and knows nothing of Redis. Thread safe. */
public final class WritingApp implements AutoCloseable {

    private final WritingOptions options;
    private final RateLimiter<Object> limiter;
    private final Writer.Tally tally = new Writer.Tally();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private WritingApp(WritingOptions options) {
        this.options = options;
        this.limiter = RateLimiter.smoothBuilder(options.rowsPerSecond(), Duration.ofSeconds(1))
                .build();
    }

    /** Starts writing and returns at once. */
    public static WritingApp start(WritingOptions options) {
        WritingApp app = new WritingApp(options);
        for (int i = 0; i < options.writers(); i++) {
            long seed = options.seed() + i;
            app.threads.add(Thread.ofPlatform().daemon().name("writer-" + i).start(() -> app.write(seed)));
        }
        return app;
    }

    /** What it has done so far; final after {@link #stop()}. */
    public WriteCounts counts() {
        return tally.counts();
    }

    /** Why a writer has given up, if one has. */
    public Optional<SQLException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Lets every writer finish its transaction and returns when all have. */
    public void stop() {
        stopped = true;
        for (Thread thread : threads) {
            joinUninterrupted(thread);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void write(long seed) {
        // Counts rows that changed, not rows that were found.
        String url = options.jdbcUrl() + "&useAffectedRows=true";
        try (Connection connection = DriverManager.getConnection(url, options.user(), options.password())) {
            Writer writer = new Writer(connection, new Random(seed), options, tally);
            while (!stopped) {
                limiter.acquirePermits(Math.max(1, writer.writeOnce()));
            }
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void joinUninterrupted(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
