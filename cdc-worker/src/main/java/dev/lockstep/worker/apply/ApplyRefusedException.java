package dev.lockstep.worker.apply;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Refused;
import dev.lockstep.cache.redis.Batch;

/** A watermark was not where this run left it, or is another's. Nothing was changed. */
public final class ApplyRefusedException extends RuntimeException {

    private final boolean fenced;

    ApplyRefusedException(Batch batch, String owner, Refused refused) {
        super(describe(batch, owner, refused));
        this.fenced = refused.stored() != null && !refused.owner().equals(owner);
    }

    /** Whether another run has opened the partition. */
    public boolean isFenced() {
        return fenced;
    }

    private static String describe(Batch batch, String owner, Refused refused) {
        Position stored = refused.stored();
        String cause;
        if (stored == null) {
            cause = "it is gone: Redis was emptied or has evicted it";
        } else if (!refused.owner().equals(owner)) {
            cause = "%s has opened it since, or Redis has fallen back".formatted(refused.owner());
        } else if (stored.compareTo(batch.expected()) < 0) {
            cause = "Redis has lost writes that it had acknowledged";
        } else {
            cause = "a call that seemed to fail was carried out";
        }
        return "the watermark of partition %d is at %s (expected: %s): %s"
                .formatted(batch.partition(), stored, batch.expected(), cause);
    }
}
