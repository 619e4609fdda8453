package dev.lockstep.reader.source;

import java.sql.SQLException;

/** The database answers that there is no such table. */
public final class TableGoneException extends RuntimeException {

    TableGoneException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
