package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import java.util.Set;

/**
 * What {@link BinlogWatch} has to say between the engine's records, as the value of a record of its own.
 *
 * @param tables that are concerned; all of them followed
 * @param gtid of the transaction or statement; empty where it has none
 */
record Notice(Kind kind, Set<TableName> tables, String gtid, String reason) {

    static final String TOPIC = EngineProperties.ENGINE + ".notice";

    /** What is to be done about it. */
    enum Kind {
        /** With the end of its transaction, nothing that was known of the tables counts any more. */
        WITH_TRANSACTION,
        /** From here on, nothing that was known of the tables counts any more. */
        AT_ONCE,
        /** Nothing but that the binlog has come so far; the engine does not say so after a statement. */
        PASSED,
        /** The same as at once, and they may look different; the capture has to begin anew. */
        SCHEMA
    }
}
