package dev.lockstep.reader.lookup;

/** Why a row was read from the database and not left in Redis. */
public enum Doubt {
    /** Redis does not answer, or not yet. */
    CACHE_SILENT,
    /** The caller wants it from the database. */
    ASKED,
    /** What Redis has may be older than the caller wants it. */
    TOO_OLD,
    /** What the caller wants to see is not in Redis yet. */
    NOT_REACHED,
    /** The worker is too far behind, or has not said how far it is. */
    WORKER_BEHIND,
    /** The row is settling, or its partition has no watermark. */
    UNFIT,
    /** The worker sees the table in another shape than this reader, or does not follow it. */
    OTHER_SHAPE,
    /** Somebody else is filling the row and was not done in time. */
    TAKEN,
    /** The watermark does not say what a read would have to see. */
    NOTHING_TO_CHECK,
    /** The row is none of those that are kept, or its document is too large, or it has none. */
    NOT_KEPT,
    /** The watermark speaks of another server than the one that was read. */
    OTHER_SERVER,
    /** What the watermark speaks of could not all be seen on the reading connection. */
    NOT_VISIBLE,
    /** The binlog of the server that was read is switched off, or ends before the watermark. */
    NO_END
}
