package dev.lockstep.simulation.model;

/** What can be got wrong on purpose: a trap that is easy to walk into, or one check of the rule left out. */
public enum Mistake {
    /** A filled row's position is the end of the binlog after the read. */
    FILL_POSITION_FROM_END,
    /** A reader fills without asking for a lease. */
    FILL_WITHOUT_LEASE,
    /** A change is taken as a hint, and the row is read again. */
    ROW_READ_AGAIN,
    /** The resume offset is kept apart from the rows. */
    OFFSET_APART,
    /** A watermark that is missing is taken for an empty Redis. */
    MISSING_TAKEN_FOR_EMPTY,
    /** A fill does not compare its token. */
    NO_TOKEN,
    /** A reader does not ask whether its connection shows everything up to the watermark. */
    NO_VISIBILITY_CHECK,
    /** A reader does not ask which server it is connected to. */
    NO_SERVER_CHECK,
    /** A change that the entry has in it already is written. */
    NO_SKIP,
    /** A filled row does not say what it may have seen: any later change is written. */
    NO_SETTLING,
    /** A settling entry may be leased at once. */
    SETTLING_LEASED,
    /** An apply does not compare the watermark's position. */
    NO_WATERMARK_COMPARE,
    /** An apply and a proof of freshness do not compare the owner. */
    NO_OWNER_COMPARE,
    /** A new beginning goes on in the old epoch. */
    NO_EPOCH_RAISED,
    /** Lost continuity raises no fence. */
    NO_FENCE,
    /** A cleared table raises no fence. */
    NO_TABLE_FENCE,
    /** Entries of old epochs always count. */
    OLD_EPOCHS_COUNT,
    /** A doubtful entry is overwritten by the change that meets it. */
    DOUBTFUL_OVERWRITTEN,
    /** After a switch every partition goes on from its own place. */
    OWN_OFFSET_EACH,
    /** A new beginning stands at the end of the binlog, though what is before the end may not be visible yet. */
    ANEW_AT_THE_END,
    /** After a switch, a change that comes again is written where nothing stands, or a lease. */
    DOUBT_FORGOTTEN,
    /** The entry of a cleared table may be leased while changes that are older than it are still to come. */
    CLEARED_LEASED_AT_ONCE,
    /** An entry that does not count is removed while changes that are older than it are still to come. */
    SWEPT_TOO_EARLY,
    /** Partitions of one server in different epochs go on as they are. */
    MIXED_EPOCHS,
    /** The half applied transaction is not asked for when the source is asked for gaps. */
    HALF_TRANSACTION_PURGED,
    /** The source is asked for gaps before the stream begins, and never again. */
    GAP_NOT_ASKED_AGAIN,
    /** Whether the source has gone back is asked of what is executed, and not of what is about to be. */
    OWNED_NOT_ASKED,
    /** The transaction that was half applied before a switch counts as applied. */
    HALF_TAKEN_FOR_WHOLE
}
