package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Where a server's binlog ends. It runs ahead of what can be seen, so it is an upper bound of what a read before it has
 * seen, and never a lower one.
 */
final class BinlogEnd {

    private BinlogEnd() {}

    /** The end, or empty where the server writes no binlog. */
    static Optional<Coordinate> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(statement(connection.getMetaData()))) {
            return row.next()
                    ? Optional.of(Coordinate.of(row.getString("File"), row.getLong("Position")))
                    : Optional.empty();
        }
    }

    /** MySQL 8.2 has the new name, 8.4 no longer has the old one. */
    private static String statement(DatabaseMetaData server) throws SQLException {
        int major = server.getDatabaseMajorVersion();
        boolean renamed = major > 8 || (major == 8 && server.getDatabaseMinorVersion() >= 2);
        return renamed ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }
}
