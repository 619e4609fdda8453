package dev.lockstep.reader.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether a server has what a safe fill stands on. */
final class ServerCheck {

    private static final String SETTINGS = "SELECT @@global.gtid_mode, @@global.log_bin";

    /** The server's codes for a statement that the user is not allowed. */
    private static final List<Integer> NOT_ALLOWED = List.of(1044, 1045, 1142, 1227);

    private ServerCheck() {}

    /** Throws {@link UnfitServerException} naming everything that does not fit. */
    static void require(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        settings(connection, problems);
        privileges(connection, problems);
        if (!problems.isEmpty()) {
            throw new UnfitServerException(problems);
        }
    }

    private static void settings(Connection connection, List<String> problems) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            String gtidMode = row.getString(1);
            if (!"ON".equals(gtidMode)) {
                problems.add(
                        ("gtid_mode: '%s' (expected: 'ON', with enforce_gtid_consistency=ON; on Aurora and RDS in the "
                                        + "cluster's parameter group). Without it a reader cannot tell which changes a row shows")
                                .formatted(gtidMode));
            }
            if (!row.getBoolean(2)) {
                problems.add("log_bin: 'OFF' (expected: 'ON'; on Aurora binlog_format=ROW switches it on)."
                        + " Without it there is no stream of changes");
            }
        }
    }

    private static void privileges(Connection connection, List<String> problems) throws SQLException {
        try {
            BinlogEnd.of(connection);
        } catch (SQLException e) {
            if (!NOT_ALLOWED.contains(e.getErrorCode())) {
                throw e;
            }
            problems.add("the user may not ask where the binlog ends (expected: GRANT REPLICATION CLIENT ON *.*)");
        }
    }
}
