package dev.lockstep.reader.source;

import java.time.Duration;

/** The database does not answer, or not this question. */
public final class SourceUnreachableException extends RuntimeException {

    SourceUnreachableException(Exception cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
    }

    private SourceUnreachableException(String message) {
        super(message);
    }

    /** It did not answer a moment ago, and is not asked again before that long. */
    public static SourceUnreachableException leftAlone(Duration pause) {
        return new SourceUnreachableException(
                "the database did not answer a moment ago (expected: an answer within %d ms or later)"
                        .formatted(pause.toMillis()));
    }
}
