package dev.lockstep.reader.lookup;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import dev.lockstep.reader.source.SourceUnreachableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs what blocks on the database, each on a virtual thread of its own. Protects the database: so many at once, so many
 * waiting, waiting so long at most, so many rows a second; and leaves it alone for a moment where it does not answer. Who
 * comes first is served first. Thread safe.
 */
final class DatabaseLane implements AutoCloseable {

    /** Beyond this, waiting is hopeless for the last and costs memory for all. */
    private static final int MOST_WAITING = 1_000;

    /** One may be an accident of one connection. */
    private static final int FAILURES_IN_A_ROW = 3;

    /** Each who tries while it is away waits for his whole time-out; this often somebody tries. */
    private static final Duration LEFT_ALONE = Duration.ofMillis(500);

    private final Semaphore places;
    private final Duration patience;
    private final RateLimiter<Object> rows;
    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(FAILURES_IN_A_ROW)
            .withDelay(LEFT_ALONE)
            .build();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("load-", 0).factory());

    /** All places were taken for too long, or too many waited already. */
    static final class BusyException extends RuntimeException {
        private BusyException(String message) {
            super(message);
        }
    }

    /** Nothing is left of what may be read in this second. */
    static final class BudgetException extends RuntimeException {
        private BudgetException() {
            super("no more rows may be read from the database in this second");
        }
    }

    /**
     * A lane.
     *
     * @param places for how many at once
     * @param patience how long one waits for a place
     * @param rowsPerSecond how many rows are read at the most
     */
    DatabaseLane(int places, Duration patience, int rowsPerSecond) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
        this.rows =
                RateLimiter.burstyBuilder(rowsPerSecond, Duration.ofSeconds(1)).build();
    }

    /**
     * Runs something that reads so many rows; the stage fails with a {@link BusyException} where there was no place for it, with
     * a {@link BudgetException} where nothing was left.
     */
    <T> CompletionStage<T> run(int count, Supplier<T> work) {
        if (!rows.tryAcquirePermits(count)) {
            return CompletableFuture.failedStage(new BudgetException());
        }
        return CompletableFuture.supplyAsync(() -> inPlace(work), threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> T inPlace(Supplier<T> work) {
        take();
        try {
            return unlessLeftAlone(work);
        } finally {
            places.release();
        }
    }

    private <T> T unlessLeftAlone(Supplier<T> work) {
        if (!breaker.tryAcquirePermit()) {
            throw SourceUnreachableException.leftAlone(LEFT_ALONE);
        }
        boolean answers = true;
        try {
            return work.get();
        } catch (SourceUnreachableException e) {
            answers = e.isThere();
            throw e;
        } finally {
            if (answers) {
                breaker.recordSuccess();
            } else {
                breaker.recordFailure();
            }
        }
    }

    private void take() {
        if (places.getQueueLength() >= MOST_WAITING) {
            throw new BusyException("%d requests wait for the database (expected: fewer)".formatted(MOST_WAITING));
        }
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException("no connection to the database within " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("the reader is shutting down");
        }
    }
}
