package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Coordinate;

/** The end of the binlog has gone back: somebody has reset it, and its coordinates are given out again. */
public final class SourceResetException extends RuntimeException {

    public SourceResetException(Coordinate before, Coordinate now) {
        super("the binlog ends at %s, after it ended at %s: it was reset".formatted(now, before));
    }
}
