package dev.lockstep.testbed.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The heroes, their users and the app that writes them, on a real MySQL. */
final class HeroesIT {

    private static final int HEROES = 50;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static MySqlServer mysql;

    @BeforeAll
    static void startMySql() throws SQLException {
        mysql = MySqlServer.start();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS heroes");
            statement.execute("DROP USER IF EXISTS lockstep_worker, lockstep_reader");
            HeroTable.create(connection, HEROES);
            ServiceUser.create(connection);
        }
    }

    @AfterAll
    static void stopMySql() {
        mysql.close();
    }

    @Test
    void theWorkerMayReadTheBinlogAndTheRows() throws SQLException {
        try (Connection worker = connect(ServiceUser.WORKER);
                Statement statement = worker.createStatement()) {
            statement.execute("SELECT * FROM heroes.hero");
            statement.execute("SHOW BINARY LOGS");
            statement.execute("SHOW " + replicas(statement));
        }
    }

    @Test
    void neitherServiceMayWrite() throws SQLException {
        for (ServiceUser user : ServiceUser.values()) {
            try (Connection connection = connect(user);
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("UPDATE heroes.hero SET xp = 0"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("denied");
                assertThatThrownBy(() -> statement.execute("SELECT * FROM mysql.user"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("denied");
            }
        }
    }

    @Test
    void theAppDoesEveryKindOfChangeAndKeepsToItsRows() throws SQLException {
        try (Connection connection = mysql.connect("heroes")) {
            String before = text(connection, yours());
            long binlog = eventCount(connection);
            WriteCounts counts;
            try (WritingApp app = start(2_000)) {
                Eventually.holds(SOON, () -> {
                    assertThat(app.failure()).isEmpty();
                    assertThat(app.counts().rows()).isGreaterThan(500);
                    assertThat(app.counts().rolledBack()).isPositive();
                });
                app.stop();
                counts = app.counts();
                assertThat(app.failure()).isEmpty();
            }
            assertThat(text(connection, yours())).isEqualTo(before);
            assertThat(Integer.parseInt(text(connection, "SELECT COUNT(*) FROM hero")))
                    .isBetween(HeroTable.PROBE + 10, 5 * HEROES);
            assertThat(eventKinds(connection, binlog)).contains("Write_rows", "Update_rows", "Delete_rows");
            assertThat(counts.transactions()).isPositive();
            assertThat(text(connection, "SELECT @@global.gtid_executed")).isNotEmpty();
        }
    }

    @Test
    void theAppKeepsToItsRate() throws SQLException {
        try (WritingApp app = start(20)) {
            Eventually.holds(SOON, () -> assertThat(app.counts().rows()).isGreaterThan(20));
            app.stop();
            // A second's worth at once, and one more transaction of each writer, is all that it may be ahead.
            assertThat(app.counts().rows()).isLessThan(120);
        }
    }

    @Test
    void aLostServerIsAFailureThatIsTold() throws SQLException {
        WritingOptions options = new WritingOptions(mysql.jdbcUrl(), mysql.user(), "wrong", 1, 1, 100, 100);
        try (WritingApp app = WritingApp.start(options)) {
            Eventually.holds(SOON, () -> assertThat(app.failure()).isPresent());
        }
    }

    private static WritingApp start(int rowsPerSecond) {
        return WritingApp.start(
                new WritingOptions(mysql.jdbcUrl(), mysql.user(), mysql.password(), 7, 2, rowsPerSecond, 2 * HEROES));
    }

    private static Connection connect(ServiceUser user) throws SQLException {
        return DriverManager.getConnection(mysql.jdbcUrl(), user.login(), user.password());
    }

    /** MySQL 8.0.12 knows the old word only, 9 the new one only. */
    private static String replicas(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT VERSION()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1).startsWith("8.0.") ? "SLAVE HOSTS" : "REPLICAS";
        }
    }

    private static String yours() {
        return "SELECT GROUP_CONCAT(CONCAT_WS('|', id, name, power, xp, color) ORDER BY id) FROM hero WHERE id <= "
                + HeroTable.PROBE;
    }

    private static long eventCount(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet events = statement.executeQuery("SHOW BINARY LOGS")) {
            long size = 0;
            while (events.next()) {
                size = events.getLong(2);
            }
            return size;
        }
    }

    private static Set<String> eventKinds(Connection connection, long from) throws SQLException {
        Set<String> kinds = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet events =
                        statement.executeQuery("SHOW BINLOG EVENTS IN 'binlog.000001' FROM %d".formatted(from))) {
            while (events.next()) {
                kinds.add(events.getString("Event_type"));
            }
        }
        return kinds;
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
