package dev.lockstep.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a session learns of commits, on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcSessionIT {

    private static final String TRACKED = "&trackSessionState=true&sessionVariables=session_track_gtids=OWN_GTID";

    private final MySqlServer mysql = MySqlServer.start();
    private Session session = new Session();

    @BeforeAll
    void create() throws SQLException {
        try (Connection connection = mysql.connect()) {
            run(
                    connection,
                    "DROP DATABASE IF EXISTS own_writes",
                    "CREATE DATABASE own_writes",
                    "CREATE TABLE own_writes.note (id INT PRIMARY KEY AUTO_INCREMENT, words VARCHAR(50))");
        }
    }

    @BeforeEach
    void begin() {
        session = new Session();
    }

    @AfterAll
    void stop() {
        mysql.close();
    }

    @Test
    void theDriverIsToldOfACommit() throws SQLException {
        try (Connection connection = connect(TRACKED)) {
            connection.setAutoCommit(false);
            String before = executed(connection);
            run(connection, "INSERT INTO note (words) VALUES ('one')", "INSERT INTO note (words) VALUES ('two')");
            connection.commit();
            session.committed(connection);

            assertThat(session.position()).isEqualTo(since(connection, before)).matches("[0-9a-f-]{36}:\\d+");
        }
    }

    @Test
    void andOfAStatementThatCommitsByItself() throws SQLException {
        try (Connection connection = connect(TRACKED)) {
            String before = executed(connection);
            run(connection, "INSERT INTO note (words) VALUES ('three')");
            session.committed(connection);

            assertThat(session.position()).isEqualTo(since(connection, before));
        }
    }

    @Test
    void severalCommitsAreAllOfThem() throws SQLException {
        try (Connection one = connect(TRACKED);
                Connection other = connect(TRACKED)) {
            String before = executed(one);
            for (Connection connection : new Connection[] {one, other, one}) {
                run(connection, "INSERT INTO note (words) VALUES ('four')");
                session.committed(connection);
            }

            assertThat(session.position()).isEqualTo(since(one, before)).contains("-");
        }
    }

    @Test
    void whoIsNotToldAsks() throws SQLException {
        try (Connection connection = connect("")) {
            run(connection, "INSERT INTO note (words) VALUES ('five')");
            session.committed(connection);

            assertThat(session.position()).isEqualTo(executed(connection));
        }
    }

    @Test
    void whatWasDoneBetweenTheCommitAndTheQuestionTakesNothingAway() throws SQLException {
        try (Connection connection = connect(TRACKED)) {
            connection.setAutoCommit(false);
            String before = executed(connection);
            run(connection, "INSERT INTO note (words) VALUES ('six')");
            connection.commit();
            connection.setAutoCommit(true);
            executed(connection);
            session.committed(connection);

            assertThat(isIn(connection, since(connection, before), session.position()))
                    .isTrue();
        }
    }

    @Test
    void whoHasWrittenNothingDemandsNothingThatIsNotThere() throws SQLException {
        try (Connection connection = connect(TRACKED)) {
            run(connection, "SELECT * FROM note", "UPDATE note SET words = 'none' WHERE id = 0");
            session.committed(connection);

            assertThat(isIn(connection, session.position(), executed(connection)))
                    .isTrue();
        }
    }

    private Connection connect(String more) throws SQLException {
        return DriverManager.getConnection(mysql.jdbcUrl("own_writes") + more, mysql.user(), mysql.password());
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String executed(Connection connection) throws SQLException {
        return ask(connection, "SELECT REPLACE(@@global.gtid_executed, '\n', '')");
    }

    private static String since(Connection connection, String before) throws SQLException {
        return ask(connection, "SELECT GTID_SUBTRACT(@@global.gtid_executed, '%s')".formatted(before));
    }

    private static boolean isIn(Connection connection, String part, String whole) throws SQLException {
        return ask(connection, "SELECT GTID_SUBSET('%s', '%s')".formatted(part, whole))
                .equals("1");
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
