package dev.lockstep.worker.freshness;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the worker is behind, as the freshness loop sees it.
 *
 * <p>Thread safe; written by one thread at a time.
 */
public final class Lag {

    private volatile @Nullable Long freshAt;
    private volatile @Nullable Coordinate end;
    private volatile @Nullable Position applied;
    private volatile long appliedAt = System.nanoTime();

    void behind(Coordinate sourceEnd, Position applied) {
        this.end = sourceEnd;
        if (!applied.equals(this.applied)) {
            this.applied = applied;
            appliedAt = System.nanoTime();
        }
    }

    /**
     * Everything is applied that was committed before a moment.
     *
     * @param takenAt the moment, on {@link System#nanoTime()}: proved only now, it may be long ago
     */
    void fresh(Coordinate sourceEnd, Position applied, long takenAt) {
        behind(sourceEnd, applied);
        freshAt = takenAt;
    }

    /** What stood in Redis counts no more, and what was proved of it says nothing. */
    public void forget() {
        freshAt = null;
    }

    /** Since when nothing has been proved; never yet where it is the longest of times. */
    public Duration sinceFresh() {
        Long at = freshAt;
        return at == null ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofNanos(System.nanoTime() - at);
    }

    /** Since when nothing has been applied; says nothing of whether there was anything. */
    public Duration sinceApplied() {
        return Duration.ofNanos(System.nanoTime() - appliedAt);
    }

    /** In words: where the source is and where Redis is. */
    public String describe() {
        Long at = freshAt;
        String behind =
                at == null ? "nothing proved yet" : "behind by %.1f s".formatted((System.nanoTime() - at) / 1e9);
        return "%s; source at %s, applied to %s".formatted(behind, end, applied);
    }
}
