package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Position;
import org.jspecify.annotations.Nullable;

/** Another worker has moved a watermark while this one was about to take it. */
public final class PartitionTakenException extends RuntimeException {

    PartitionTakenException(int partition, @Nullable Position found) {
        super("the watermark of partition %d is no longer at %s: another worker is at it".formatted(partition, found));
    }
}
