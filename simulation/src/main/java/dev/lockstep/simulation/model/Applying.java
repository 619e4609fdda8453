package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one partition, in commit order, on their way.
 *
 * @param expected what the watermark's position must be
 * @param fence from where on entries of the table count; null where it was not cleared
 * @param reshaped whether the table may look different from there on
 */
public record Applying(
        Position expected,
        List<Change> changes,
        @Nullable Position fence,
        boolean reshaped,
        Progress progress,
        String owner) {}
