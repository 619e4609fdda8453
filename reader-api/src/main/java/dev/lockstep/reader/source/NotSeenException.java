package dev.lockstep.reader.source;

/** The database does not show what the answer would have to have in it; it is not where that was committed, or not yet. */
public final class NotSeenException extends RuntimeException {

    NotSeenException(String gtids) {
        super("transactions %s cannot be seen".formatted(gtids));
    }
}
