package dev.lockstep.reader.source;

import java.util.Optional;

/**
 * Reads rows from the database. Blocks, for at most the time-out of the connections; to be called on virtual threads.
 * Thread safe.
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
     * The row as it is now, or empty where there is none.
     *
     * @throws TableGoneException where there is no such table
     * @throws SourceUnreachableException where the database does not answer
     */
    Optional<SourceRow> read(RowRequest request);

    /**
     * The row as it is now, read on a connection that was asked first whether it shows everything required.
     *
     * @throws TableGoneException where there is no such table
     * @throws SourceUnreachableException where the database does not answer
     */
    Sighting see(RowRequest request, Required required);
}
