package dev.lockstep.reader.source;

import java.sql.SQLException;

/** The database does not answer, or not this question. */
public final class SourceUnreachableException extends RuntimeException {

    SourceUnreachableException(SQLException cause) {
        super("the database does not answer: " + cause.getMessage(), cause);
    }
}
