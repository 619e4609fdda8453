package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;

/** Rows that a worker has still to apply. */
final class Backlog {

    private Backlog() {}

    /** Inserts heroes, in transactions of some rows each. */
    static void write(MySqlServer mysql, int rows, int rowsPerTransaction) throws SQLException {
        String row = "('Storm of the northern sea', 'flight and fire', 12345, 'blue')";
        String insert = "INSERT INTO hero (name, power, xp, color) VALUES "
                + String.join(",", Collections.nCopies(rowsPerTransaction, row));
        try (Connection connection = mysql.connect("heroes");
                Statement statement = connection.createStatement()) {
            // The backlog is the subject, not how it was written.
            statement.execute("SET GLOBAL sync_binlog = 0");
            statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0");
            for (int written = 0; written < rows; written += rowsPerTransaction) {
                statement.execute(insert);
            }
        }
    }
}
