package dev.lockstep.endtoend.contract;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;

/** The source's history as tests see it: transactions 1, 2, 3 and so on, of one row each unless said otherwise. */
final class Moments {

    static final long EPOCH = 1_767_225_600;

    private Moments() {}

    /** Where a transaction starts in the binlog. */
    static Coordinate start(int transaction) {
        return new Coordinate(7, 1_000L * transaction);
    }

    /** Its first row. */
    static Position change(int transaction) {
        return new Position(EPOCH, start(transaction), 1);
    }

    /** What the worker knows when it has applied that. */
    static Progress progress(int transaction) {
        return new Progress(change(transaction), "offset-" + transaction, "aaaa:1-" + transaction);
    }

    static long commitMillis(int transaction) {
        return EPOCH * 1_000 + transaction;
    }
}
