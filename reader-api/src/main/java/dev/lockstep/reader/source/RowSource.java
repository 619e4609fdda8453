package dev.lockstep.reader.source;

import dev.lockstep.cache.position.GtidSet;
import java.util.List;

/**
 * Reads rows from the database. Blocks, for at most the time-out of the connections; to be called on virtual threads.
 * Thread safe. Everything here throws {@link TableGoneException} where there is no such table, and {@link
 * SourceUnreachableException} where the database does not answer.
 */
public interface RowSource {

    /**
     * What must be visible before a read may be kept.
     *
     * @param server the {@code @@server_uuid} that the transactions are known on
     * @param gtids the transactions, as MySQL writes a set
     */
    record Required(String server, String gtids) {}

    /**
     * What a connection has to show before it may be read from.
     *
     * @param transactions these
     * @param binlog whether also whatever is in the binlog by now
     */
    record Shown(GtidSet transactions, boolean binlog) {

        /** Nothing in particular. */
        public static final Shown ANYTHING = of(GtidSet.parse(""));

        /** All that is in the binlog, as those who follow it may have it already. */
        public static final Shown BINLOG = new Shown(GtidSet.parse(""), true);

        public static Shown of(GtidSet transactions) {
            return new Shown(transactions, false);
        }

        /** Both. */
        public Shown plus(Shown other) {
            return new Shown(transactions.plus(other.transactions), binlog || other.binlog);
        }
    }

    /**
     * The rows as they are now.
     *
     * @param requests of one table, by the same columns; at least one
     * @param shown what the answers must have in them
     * @return for each of them, in their order
     * @throws NotSeenException where the database does not show all of it
     */
    List<Found> read(List<RowRequest> requests, Shown shown);

    /**
     * The rows as they are now, read on a connection that was asked first whether it shows everything required.
     *
     * @param requests as above
     * @param required of each of them, in their order
     * @return for each of them, in their order
     */
    List<Sighting> see(List<RowRequest> requests, List<Required> required);
}
