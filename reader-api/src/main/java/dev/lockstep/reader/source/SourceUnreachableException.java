package dev.lockstep.reader.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The database does not answer, or not this question. */
public final class SourceUnreachableException extends RuntimeException {

    private final boolean there;

    SourceUnreachableException(Exception cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
        this.there = false;
    }

    private SourceUnreachableException(String message, boolean there, @Nullable Exception cause) {
        super(message, cause);
        this.there = there;
    }

    /** It has answered, but to this question nobody can. */
    static SourceUnreachableException refused(Exception cause) {
        return new SourceUnreachableException(
                "the database does not answer this question: " + cause.getMessage(), true, cause);
    }

    /** Whether it has answered, so that other questions may be asked. */
    public boolean isThere() {
        return there;
    }

    /** It did not answer a moment ago, and is not asked again before that long. */
    public static SourceUnreachableException leftAlone(Duration pause) {
        return new SourceUnreachableException(
                "the database did not answer a moment ago (expected: an answer within %d ms or later)"
                        .formatted(pause.toMillis()),
                false,
                null);
    }
}
