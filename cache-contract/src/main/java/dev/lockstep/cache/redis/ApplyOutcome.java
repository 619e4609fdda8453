package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import org.jspecify.annotations.Nullable;

/** What came of an apply. */
public sealed interface ApplyOutcome {

    /**
     * The rows and the watermark have changed.
     *
     * @param written entries that are now at their change
     * @param skipped changes that the entry already had in it
     * @param settled entries of which it is not known whether they had the change in them
     */
    record Applied(int written, int skipped, int settled) implements ApplyOutcome {}

    /**
     * Nothing has changed: the watermark was not where the batch expected it, or is somebody else's.
     *
     * @param stored where it is; smaller than expected where Redis lost writes, null where it is gone
     * @param owner whose it is; empty where it is gone
     */
    record Refused(@Nullable Position stored, String owner) implements ApplyOutcome {}
}
