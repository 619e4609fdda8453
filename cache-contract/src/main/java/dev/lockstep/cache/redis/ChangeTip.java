package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.util.Optional;

/**
 * How far a partition's stream of changes is.
 *
 * @param position up to which everything that was told is in the stream; empty where there is no watermark
 * @param owner the run of a worker that opened the partition; while two partitions have two, one is still being opened
 * @param fence where continuity was lost last; empty where it never was
 * @param kept whether there is a stream
 */
public record ChangeTip(Optional<Position> position, String owner, Optional<Position> fence, boolean kept) {}
