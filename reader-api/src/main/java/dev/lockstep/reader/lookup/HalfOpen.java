package dev.lockstep.reader.lookup;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A circuit breaker that is never quite open: while a server fails, one request in each pause still tries it. Thread safe.
 *
 * <p>Moments are {@link System#nanoTime()}.
 */
final class HalfOpen {

    private static final long CLOSED = 0;

    private final long pauseNanos;

    /** When the server may be tried again, where it has failed; {@link #CLOSED} where it has not. */
    private final AtomicLong tryAgainAt = new AtomicLong(CLOSED);

    HalfOpen(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    /** Whether the caller may try the server; then it says what came of it. */
    boolean admits(long now) {
        long at = tryAgainAt.get();
        return at == CLOSED || (now - at >= 0 && tryAgainAt.compareAndSet(at, after(now)));
    }

    void failed(long now) {
        tryAgainAt.set(after(now));
    }

    void answered() {
        if (tryAgainAt.get() != CLOSED) {
            tryAgainAt.set(CLOSED);
        }
    }

    private long after(long now) {
        long at = now + pauseNanos;
        return at == CLOSED ? at + 1 : at;
    }
}
