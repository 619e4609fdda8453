package dev.lockstep.reader.lookup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A wait in short, growing pauses, none of which holds a thread.
 *
 * @param endNanos when it is over, on {@link System#nanoTime()}
 * @param pauseNanos the next pause
 */
record Waiting(long endNanos, long pauseNanos) {

    /** A fill takes about this long where everything is near. */
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    static Waiting of(Duration longest) {
        return new Waiting(System.nanoTime() + longest.toNanos(), FIRST_PAUSE);
    }

    /** Goes on after the next pause. */
    <T> CompletionStage<T> then(Supplier<CompletionStage<T>> next) {
        return CompletableFuture.supplyAsync(next, CompletableFuture.delayedExecutor(pauseNanos, TimeUnit.NANOSECONDS))
                .thenCompose(Function.identity());
    }

    Waiting next() {
        return new Waiting(endNanos, Math.min(2 * pauseNanos, LONGEST_PAUSE));
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** How long it still goes on; zero where it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }
}
