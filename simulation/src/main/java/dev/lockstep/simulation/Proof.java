package dev.lockstep.simulation;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;

/**
 * A sample of the freshness loop: a moment, and how far the source had got then.
 *
 * @param gtids what was executed or owned
 */
record Proof(int moment, Coordinate end, long gtids) {

    static Proof take(int moment, Server server) {
        return new Proof(moment, server.end(), server.executed() | server.owned());
    }

    /** Whether everything up to the sample has been applied. */
    boolean isReached(Progress least) {
        Position position = least.position();
        if (position.compareTo(Position.before(position.epoch(), end)) >= 0) {
            return true;
        }
        boolean between = position.ordinal() == Position.BEFORE || position.ordinal() == Position.AFTER;
        return between && Gtids.contains(Gtids.parse(least.gtids()), gtids);
    }
}
