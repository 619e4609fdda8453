package dev.lockstep.cache.table;

/** A key, as somebody wrote it, does not fit the table's key type. The message is fit to be shown to them. */
public final class UnfitKeyException extends RuntimeException {

    UnfitKeyException(String message) {
        super(message);
    }
}
