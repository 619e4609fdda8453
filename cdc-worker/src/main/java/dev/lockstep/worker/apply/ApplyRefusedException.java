package dev.lockstep.worker.apply;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Batch;
import org.jspecify.annotations.Nullable;

/** A watermark was not where this worker left it. Nothing was changed. */
public final class ApplyRefusedException extends RuntimeException {

    ApplyRefusedException(Batch batch, @Nullable Position stored) {
        super(describe(batch, stored));
    }

    private static String describe(Batch batch, @Nullable Position stored) {
        String cause = stored == null
                ? "it is gone: Redis was emptied or has evicted it"
                : stored.compareTo(batch.expected()) < 0
                        ? "Redis has lost writes that it had acknowledged"
                        : "another worker has gone on";
        return "the watermark of partition %d is at %s (expected: %s): %s"
                .formatted(batch.partition(), stored, batch.expected(), cause);
    }
}
