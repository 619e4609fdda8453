package dev.lockstep.reader.lookup;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Reached;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.reader.source.RowSource.Shown;
import java.time.Instant;
import java.util.List;

/** A place in the source's history that an answer must not be before, such as the caller's own commit. */
public sealed interface Claim {

    /**
     * Whether all of it is in what a partition says, so that nothing older than it can be answered from there.
     *
     * @param asked a moment on the partition's clock at which the claim was made already: what is proved as of then has all
     *     that was committed before. What is proved as of later than now was so before the clock was set back, and says nothing
     */
    default boolean isIn(Reached reached, Instant asked) {
        boolean proved = reached.asOf()
                .filter(asOf -> !asOf.isBefore(asked) && !asOf.isAfter(reached.now()))
                .isPresent();
        return proved
                || reached.position()
                        .filter(position -> isIn(reached, position))
                        .isPresent();
    }

    /**
     * Whether all of it is in what was read after a partition has said how far it is.
     *
     * @param asked as above
     */
    default boolean isIn(Reading read, Reached before, Instant asked) {
        return !read.isBefore(before) && isIn(before, asked);
    }

    /** Whether it is applied, by the positions. */
    boolean isIn(Reached reached, Position position);

    /** What a database has to show before it may answer. */
    Shown shown();

    /** Several of them. */
    record All(List<Claim> claims) implements Claim {

        public All {
            claims = List.copyOf(claims);
        }

        @Override
        public boolean isIn(Reached reached, Instant asked) {
            return claims.stream().allMatch(each -> each.isIn(reached, asked));
        }

        @Override
        public boolean isIn(Reached reached, Position applied) {
            return claims.stream().allMatch(each -> each.isIn(reached, applied));
        }

        @Override
        public Shown shown() {
            return claims.stream().map(Claim::shown).reduce(Shown.ANYTHING, Shown::plus);
        }
    }

    /** What an answer from Redis said of itself: all partitions have to be there. */
    record At(Position position) implements Claim {
        @Override
        public boolean isIn(Reached reached, Position applied) {
            if (applied.epoch() == position.epoch()) {
                return applied.compareTo(position) >= 0;
            }
            // Of a later epoch, changes that were applied before may still have to come again.
            return applied.epoch() > position.epoch()
                    && reached.doubtUntil()
                            .map(until -> applied.compareTo(until) >= 0)
                            .orElse(true);
        }

        /** Redis has what is in the binlog, and a database shows it a moment later. */
        @Override
        public Shown shown() {
            return Shown.BINLOG;
        }
    }

    /** Transactions, as MySQL names them. */
    record Transactions(GtidSet gtids) implements Claim {

        /**
         * What the worker has proved, it has proved of the server that it follows. A transaction of a server of which it has never seen any
         * may be a new writer's that it does not follow yet.
         */
        @Override
        public boolean isIn(Reached reached, Instant asked) {
            return GtidSet.parse(reached.gtids()).knowsServersOf(gtids) && Claim.super.isIn(reached, asked);
        }

        @Override
        public boolean isIn(Reached reached, Position applied) {
            // In the middle of a transaction nobody can tell whether it is that one of which a part is missing.
            boolean whole = applied.ordinal() == Position.BEFORE || applied.ordinal() == Position.AFTER;
            return whole && GtidSet.parse(reached.gtids()).contains(gtids);
        }

        @Override
        public Shown shown() {
            return Shown.of(gtids);
        }
    }

    /** The end of a binlog that the source has said after a commit. */
    record Binlog(Coordinate end) implements Claim {
        @Override
        public boolean isIn(Reached reached, Position applied) {
            return applied.compareTo(Position.before(applied.epoch(), end)) >= 0;
        }

        /** The end is said of what is in the binlog, too. */
        @Override
        public Shown shown() {
            return Shown.BINLOG;
        }
    }
}
