package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forty changes of schema while somebody writes to the table and somebody reads it, all the time: no answer is of an old
 * shape or of a row that has vanished once the worker has passed the change, and in the end every cached row is the table's.
 */
final class SchemaHistoryIT {

    private static final int HEROES = 40;
    private static final int WHILE_DOWN = 10;
    private static final String SAVED =
            "CREATE TABLE saved (id INT PRIMARY KEY, name VARCHAR(100), xp INT) CHARACTER SET utf8mb4";
    private static final String SAVE = "REPLACE INTO saved SELECT id, name, xp FROM hero WHERE id <= " + HEROES;
    private static final String REFILL = "REPLACE INTO hero (id, name, xp) SELECT id, name, xp FROM saved";

    private static final List<Step> TOUR = List.of(
            new Step("ALTER TABLE hero ADD COLUMN note VARCHAR(20) DEFAULT 'n'"),
            new Step("ALTER TABLE hero ADD COLUMN first_ INT FIRST"),
            new Step("ALTER TABLE hero RENAME COLUMN note TO remark"),
            new Step("ALTER TABLE hero CHANGE remark comment_ VARCHAR(30)"),
            new Step("ALTER TABLE hero MODIFY xp BIGINT AFTER id"),
            new Step("ALTER TABLE hero MODIFY power VARCHAR(120) FIRST"),
            new Step("ALTER TABLE hero DROP COLUMN comment_"),
            new Step("ALTER TABLE hero DROP COLUMN first_, ADD COLUMN second_ INT AFTER id"),
            new Step("ALTER TABLE hero ADD COLUMN a INT DEFAULT 7, ALGORITHM=COPY"),
            new Step("ALTER TABLE hero ADD COLUMN b VARCHAR(9) DEFAULT 'b', ALGORITHM=INSTANT"),
            new Step("ALTER TABLE hero RENAME COLUMN a TO b, RENAME COLUMN b TO a"),
            new Step("ALTER TABLE hero DROP COLUMN a, DROP COLUMN b, DROP COLUMN second_"),
            new Step("CREATE INDEX by_name ON hero (name)"),
            new Step("DROP INDEX by_name ON hero"),
            new Step("ALTER TABLE hero CONVERT TO CHARACTER SET utf16"),
            new Step("ALTER TABLE hero MODIFY name VARCHAR(90) CHARACTER SET utf8mb4"),
            new Step("ALTER TABLE hero ENGINE = InnoDB, COMMENT 'rebuilt'"),
            new Step("ALTER TABLE hero ADD COLUMN twice BIGINT AS (xp * 2) VIRTUAL"),
            new Step("ALTER TABLE hero DROP COLUMN twice"),
            new Step("ALTER TABLE hero ADD COLUMN doc JSON, ADD COLUMN place POINT"),
            new Step("ALTER TABLE hero DROP COLUMN place, DROP COLUMN doc"),
            new Step(true, SAVED, SAVE, "TRUNCATE TABLE hero"),
            new Step(REFILL),
            new Step("ALTER TABLE hero MODIFY color VARCHAR(30) AFTER id, MODIFY xp INT DEFAULT 0"),
            new Step(
                    "CREATE TABLE _hero_new LIKE hero",
                    "ALTER TABLE _hero_new ADD COLUMN osc INT DEFAULT 3",
                    "INSERT INTO _hero_new (id, name, xp) SELECT id, name, xp FROM hero",
                    "RENAME TABLE hero TO _hero_old, _hero_new TO hero",
                    "DROP TABLE _hero_old"),
            new Step(
                    "CREATE TABLE _hero_gho LIKE hero",
                    "ALTER TABLE _hero_gho DROP COLUMN osc, ADD COLUMN ghost INT DEFAULT 4",
                    "REPLACE INTO _hero_gho (id, name, xp) SELECT id, name, xp FROM hero",
                    "RENAME TABLE hero TO _hero_del, _hero_gho TO hero",
                    "DROP TABLE _hero_del"),
            new Step(true, "RENAME TABLE hero TO away"),
            new Step("RENAME TABLE away TO hero"),
            new Step(true, SAVE, "DROP TABLE hero"),
            new Step(
                    "CREATE TABLE hero (id BIGINT PRIMARY KEY, xp INT, name VARCHAR(99), color TEXT, power TEXT)",
                    REFILL),
            new Step("ALTER TABLE hero PARTITION BY RANGE (id)"
                    + " (PARTITION low VALUES LESS THAN (500), PARTITION high VALUES LESS THAN MAXVALUE)"),
            new Step(true, "ALTER TABLE hero TRUNCATE PARTITION low"),
            new Step(REFILL),
            new Step("ALTER TABLE hero REORGANIZE PARTITION low INTO"
                    + " (PARTITION lower VALUES LESS THAN (300), PARTITION low VALUES LESS THAN (500))"),
            new Step(
                    true,
                    "CREATE TABLE aside LIKE hero",
                    "ALTER TABLE aside REMOVE PARTITIONING",
                    "ALTER TABLE hero EXCHANGE PARTITION lower WITH TABLE aside"),
            new Step("ALTER TABLE hero EXCHANGE PARTITION lower WITH TABLE aside", "DROP TABLE aside"),
            new Step(true, "ALTER TABLE hero DROP PARTITION lower"),
            new Step(REFILL),
            new Step("ALTER TABLE hero REMOVE PARTITIONING"),
            new Step(
                    "CREATE PROCEDURE twice() BEGIN ALTER TABLE hero ADD COLUMN p INT; UPDATE hero SET p = 1;"
                            + " ALTER TABLE hero CHANGE p q VARCHAR(9); END",
                    "CALL twice()"),
            new Step(
                    "CREATE TABLE copied LIKE hero",
                    "INSERT INTO copied SELECT * FROM hero",
                    "ALTER TABLE hero DROP COLUMN q, ADD UNIQUE KEY (id, name)"),
            new Step("ALTER TABLE hero ADD COLUMN last_ TIMESTAMP(3) NULL DEFAULT '2026-01-01 00:00:00'"));

    private Stack stack;

    /** Statements that make the table look otherwise; or after which it has none of the heroes any more. */
    private record Step(boolean emptied, List<String> statements) {

        private Step(String... statements) {
            this(false, statements);
        }

        private Step(boolean emptied, String... statements) {
            this(emptied, List.of(statements));
        }
    }

    @BeforeEach
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(logs, StackOptions.DEFAULT.withHeroes(HEROES).with("CACHE_PARTITIONS", "2"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void theWorkerFollows() throws Exception {
        try (SchemaHistory history = new SchemaHistory(stack, HEROES)) {
            try (SchemaWriter writer = new SchemaWriter(stack, HEROES)) {
                for (Step step : TOUR) {
                    stack.sql(step.statements().toArray(String[]::new));
                    stack.awaitApplied();
                    history.window(step.emptied() ? List.of() : columns());
                }
                assertThat(writer.written()).isGreaterThan(TOUR.size());
            }
            judge(history);
        }
    }

    @Test
    void theWorkerIsDownAcrossThem() throws Exception {
        try (SchemaHistory history = new SchemaHistory(stack, HEROES)) {
            try (SchemaWriter writer = new SchemaWriter(stack, HEROES)) {
                for (int from = 0; from < TOUR.size(); from += WHILE_DOWN) {
                    stack.worker.stop();
                    List<Step> missed = TOUR.subList(from, Math.min(from + WHILE_DOWN, TOUR.size()));
                    for (Step step : missed) {
                        stack.sql(step.statements().toArray(String[]::new));
                    }
                    stack.worker.restart();
                    stack.awaitApplied();
                    history.window(missed.getLast().emptied() ? List.of() : columns());
                }
                assertThat(writer.written()).isGreaterThan(TOUR.size());
            }
            judge(history);
        }
    }

    private void judge(SchemaHistory history) throws SQLException {
        stack.awaitApplied();
        assertThat(history.wrong()).isEmpty();
        assertThat(history.hits()).isPositive();
        var comparison = stack.compare();
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.equal()).isPositive();
    }

    private List<String> columns() throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = stack.mysql().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'heroes' AND table_name = 'hero' ORDER BY ordinal_position")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
