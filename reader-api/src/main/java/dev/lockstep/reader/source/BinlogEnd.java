package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a read may have seen at the most, asked after it.
 *
 * <p>The binlog's end runs ahead of what can be seen, so it is an upper bound of what a read before it has seen, and never a
 * lower one. So are the transactions that are executed together with those that own a number: a transaction owns its number
 * before it can be seen, and until it counts as executed. Owned ones are asked for first, so that none slips by.
 *
 * @param coordinate where the binlog ends; empty where the server writes none
 * @param transactions as MySQL writes a set
 */
record BinlogEnd(Optional<Coordinate> coordinate, String transactions) {

    /** In {@code @@gtid_owned} every number is followed by the thread that holds it. */
    private static final Pattern HOLDER = Pattern.compile("#\\d+");

    static BinlogEnd of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String owned = owned(statement);
            try (ResultSet row = statement.executeQuery(statement(connection.getMetaData()))) {
                if (!row.next()) {
                    return new BinlogEnd(Optional.empty(), "");
                }
                String executed = row.getString("Executed_Gtid_Set").replace("\n", "");
                return new BinlogEnd(
                        Optional.of(Coordinate.of(row.getString("File"), row.getLong("Position"))),
                        owned.isEmpty() ? executed : executed + "," + owned);
            }
        }
    }

    /** The transactions that are in the binlog, or about to be, and do not count as executed yet. */
    static String owned(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT @@global.gtid_owned")) {
            row.next();
            return HOLDER.matcher(row.getString(1).replace("\n", "")).replaceAll("");
        }
    }

    /** MySQL 8.2 has the new name, 8.4 no longer has the old one. */
    private static String statement(DatabaseMetaData server) throws SQLException {
        int major = server.getDatabaseMajorVersion();
        boolean renamed = major > 8 || (major == 8 && server.getDatabaseMinorVersion() >= 2);
        return renamed ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }
}
