package dev.lockstep.reader.lookup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs what blocks on the database, each on a virtual thread of its own: so many at once, so many waiting, and waiting so
 * long at most. Thread safe.
 */
final class DatabaseLane implements AutoCloseable {

    /** Beyond this, waiting is hopeless for the last and costs memory for all. */
    private static final int MOST_WAITING = 1_000;

    private final Semaphore places;
    private final Duration patience;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("load-", 0).factory());

    /** All places were taken for too long, or too many waited already. */
    static final class BusyException extends RuntimeException {
        private BusyException(String message) {
            super(message);
        }
    }

    DatabaseLane(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /** Runs something; the stage fails with a {@link BusyException} where there was no place for it. */
    <T> CompletionStage<T> run(Supplier<T> work) {
        return CompletableFuture.supplyAsync(() -> inPlace(work), threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> T inPlace(Supplier<T> work) {
        take();
        try {
            return work.get();
        } finally {
            places.release();
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
