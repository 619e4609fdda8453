package dev.lockstep.cache.redis;

import java.util.concurrent.CompletionStage;

/**
 * Goes once through all keys, some at a time, and removes the entries that do not count and never will: those below a fence,
 * and those of tables and names that are no longer kept. Nothing depends on it but memory; whether an entry goes is decided
 * where it stands, by its watermark.
 *
 * <p>Not thread safe; one call after the other.
 */
public interface Sweep {

    /** Whether all keys were looked at that were there from the beginning to the end. */
    boolean isOver();

    /**
     * Looks at some more keys.
     *
     * @param keys about how many
     * @return how many entries were removed
     */
    CompletionStage<Integer> next(int keys);
}
