package dev.lockstep.reader.source;

/** The database does not answer, or not this question. */
public final class SourceUnreachableException extends RuntimeException {

    SourceUnreachableException(Exception cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
    }
}
