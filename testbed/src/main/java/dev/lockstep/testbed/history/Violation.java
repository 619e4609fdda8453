package dev.lockstep.testbed.history;

/**
 * Something that should not have been.
 *
 * @param key whose
 * @param words what was seen and what was expected, with the operation
 */
public record Violation(Kind kind, int key, String words) {

    /** What was broken. */
    public enum Kind {
        /** An answer with a value that was never committed, or that contradicts itself. */
        NEVER_COMMITTED,
        /** An answer with a value whose commit had not begun when the answer was there. */
        TOO_EARLY,
        /** An answer that is older than it says. */
        STALE,
        /** An answer that is older than the request allowed, or says so. */
        NOT_AS_DEMANDED,
        /** An answer of Redis that is older than one it had given before. */
        WENT_BACK,
        /** A row of the table that is not what was last committed: the record or the database is wrong, not the cache. */
        TABLE_UNEXPECTED,
        /** An answer, given when all was calm, that differs from the table. */
        DIFFERS_AT_THE_END,
        /** A row for which nobody asked when all was calm. */
        NOT_ASKED_AT_THE_END
    }

    @Override
    public String toString() {
        return "%s, key %d: %s".formatted(kind, key, words);
    }
}
