package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Does to a MySQL server's binlog what an operator may do, in the words that its version understands. */
final class BinlogConsole {

    /** Every statement about binlogs and replicas has its present name from here on; in 8.4 the old ones are gone. */
    private static final int RENAMED_MAJOR = 8;

    private static final int RENAMED_MINOR = 2;

    private final MySqlServer server;

    BinlogConsole(MySqlServer server) {
        this.server = server;
    }

    /** The files that the server still has, the oldest first. */
    List<String> files() throws SQLException {
        return column("SHOW BINARY LOGS", "Log_name");
    }

    void rotate() throws SQLException {
        run("FLUSH BINARY LOGS");
    }

    /** Returns when {@code file} is the first: one that somebody still reads is not purged, and no error says so. */
    void purgeTo(String file) {
        Eventually.holds(Stack.PATIENCE, () -> {
            run("PURGE BINARY LOGS TO '%s'".formatted(file));
            assertThat(files()).startsWith(file);
        });
    }

    /** Only a new file is left, with nothing in it yet. */
    void purgeEverything() throws SQLException {
        rotate();
        purgeTo(files().getLast());
    }

    /** Forgets all binlogs and all GTIDs. */
    void reset() throws SQLException {
        run(isRenamed() ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER");
    }

    /** Ends the connections of those who follow the binlog; says how many. */
    int killFollowers() throws SQLException {
        int killed = 0;
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
            while (row.next()) {
                if (row.getString("Command").startsWith("Binlog Dump")) {
                    run("KILL " + row.getLong("Id"));
                    killed++;
                }
            }
        }
        return killed;
    }

    /** Each mode is only reached by way of those between. */
    void gtidModes(String... modes) throws SQLException {
        for (String mode : modes) {
            run("SET GLOBAL gtid_mode = " + mode);
        }
    }

    /** Repeats everything that {@code source} has ever done, under the same GTIDs, and goes on with what it does. */
    void follow(MySqlServer source) throws SQLException {
        boolean renamed = isRenamed();
        String way = "%1$s_HOST = '%2$s', %1$s_PORT = %3$d, %1$s_USER = '%4$s', %1$s_PASSWORD = '%5$s'"
                .formatted(
                        renamed ? "SOURCE" : "MASTER", source.host(), source.port(), source.user(), source.password());
        run(
                renamed
                        ? "CHANGE REPLICATION SOURCE TO %s, SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1"
                                .formatted(way)
                        : "CHANGE MASTER TO %s, MASTER_AUTO_POSITION = 1, GET_MASTER_PUBLIC_KEY = 1".formatted(way));
        run(renamed ? "START REPLICA" : "START SLAVE");
    }

    /** Returns when it has everything that {@code source} has done up to now. */
    void catchUpWith(MySqlServer source) throws SQLException {
        String done = new BinlogConsole(source).executed();
        Eventually.holds(
                Stack.PATIENCE,
                () -> assertThat(column(
                                "SELECT GTID_SUBSET('%s', @@global.gtid_executed) AS done".formatted(done), "done"))
                        .containsExactly("1"));
    }

    /** What the source does from now on, it will never have. */
    void followNoMore() throws SQLException {
        run(isRenamed() ? "STOP REPLICA" : "STOP SLAVE");
    }

    String executed() throws SQLException {
        return column("SELECT REPLACE(@@global.gtid_executed, '\n', '') AS executed", "executed")
                .getFirst();
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private List<String> column(String sql, String name) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(name));
            }
            return values;
        }
    }

    private boolean isRenamed() throws SQLException {
        try (Connection connection = server.connect()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            int minor = connection.getMetaData().getDatabaseMinorVersion();
            return major > RENAMED_MAJOR || (major == RENAMED_MAJOR && minor >= RENAMED_MINOR);
        }
    }
}
