package dev.lockstep.reader.source;

import dev.lockstep.cache.position.GtidSet;
import java.util.List;
import java.util.Optional;

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
     * The rows as they are now.
     *
     * @param requests of one table, by the same columns; at least one
     * @param shown what the answers must have in them
     * @return for each of them, in their order
     * @throws NotSeenException where the database does not show all of it
     */
    List<Found> read(List<RowRequest> requests, Optional<GtidSet> shown);

    /**
     * The rows as they are now, read on a connection that was asked first whether it shows everything required.
     *
     * @param requests as above
     * @param required of each of them, in their order
     * @return for each of them, in their order
     */
    List<Sighting> see(List<RowRequest> requests, List<Required> required);
}
