package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that write the binlog in their own way, and statements that bring others about. */
final class SessionIT {

    private Rig rig;
    private double cleared;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                4,
                List.of("hero", "team"),
                "CREATE TABLE hero (id INT PRIMARY KEY, name VARCHAR(100), xp INT, data JSON)",
                "CREATE TABLE team (id INT PRIMARY KEY, n INT)",
                "CREATE TABLE unwatched (id INT PRIMARY KEY)");
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1, '{\"k\": [1, 2, \"long enough\"], \"x\": 1}'), (2, 'b', 2, NULL)",
                "INSERT INTO team VALUES (1, 1)");
        rig.awaitApplied();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STATEMENT", "MIXED"})
    void statementsInPlaceOfRows(String format) throws SQLException {
        begin();
        rig.sql(
                "SET binlog_format = " + format,
                "INSERT INTO hero VALUES (3, 'c', 3, NULL)",
                "/* why not */ UPDATE hero SET xp = xp + 1 WHERE id = 1",
                "START TRANSACTION",
                "DELETE\nFROM hero WHERE id = 2",
                "COMMIT");
        rig.awaitApplied();
        assertCleared("hero", "1", "2", "3");
        goesOn();
    }

    @Test
    void aStatementThatDoesNotSayWhichTableItChanges() throws SQLException {
        rig.sql("CREATE TRIGGER t AFTER INSERT ON unwatched FOR EACH ROW UPDATE hero SET xp = 99");
        rig.awaitApplied();
        begin();
        rig.sql("SET binlog_format = STATEMENT", "INSERT INTO unwatched VALUES (1)");
        rig.awaitApplied();
        assertCleared("hero", "1", "2");
    }

    @Test
    void aFileAsAStatement(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("team.tsv");
        Files.writeString(file, "1\t7\n5\t5\n");
        begin();
        rig.sql("SET binlog_format = STATEMENT", "LOAD DATA LOCAL INFILE '" + file + "' REPLACE INTO TABLE team");
        rig.awaitApplied();
        assertCleared("team", "1", "5");
        goesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINIMAL", "NOBLOB"})
    void rowsWithoutTheirOtherColumns(String image) throws SQLException {
        begin();
        rig.sql(
                "SET binlog_row_image = " + image,
                "UPDATE hero SET xp = 50 WHERE id = 1",
                "INSERT INTO hero (id, name) VALUES (3, 'c')",
                "DELETE FROM hero WHERE id = 2");
        rig.awaitApplied();
        rig.sql("SET binlog_row_image = MINIMAL", "UPDATE hero SET xp = 51 WHERE id = 1");
        rig.awaitApplied();
        assertCleared("hero", "1", "2", "3");
        rig.assertKinds("team", PRESENT, "1");
        goesOn();
    }

    @Test
    void jsonInParts() throws SQLException {
        begin();
        rig.sql(
                "SET binlog_row_value_options = PARTIAL_JSON",
                "UPDATE hero SET data = JSON_SET(data, '$.x', 2) WHERE id = 1");
        rig.awaitApplied();
        assertCleared("hero", "1", "2");
        rig.assertKinds("team", PRESENT, "1");
        goesOn();
    }

    @Test
    void whatIsOnlyPreparedDoesNotCount() throws SQLException {
        rig.sql("XA START 'g1'", "UPDATE hero SET xp = 10 WHERE id = 1", "XA END 'g1'", "XA PREPARE 'g1'");
        rig.sql("XA START 'g2','b',7", "UPDATE hero SET xp = 20 WHERE id = 2", "XA END 'g2','b',7");
        rig.sql("UPDATE team SET n = 2");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":1");

        begin();
        end("XA COMMIT 'g1'");
        rig.awaitApplied();
        assertCleared("hero", "1", "2");
        rig.assertKinds("team", PRESENT, "1");
        goesOn();
    }

    @Test
    void whatIsRolledBackNeverWas() throws SQLException {
        begin();
        rig.sql("XA START 'g1'", "UPDATE hero SET xp = 10 WHERE id = 1", "XA END 'g1'", "XA PREPARE 'g1'");
        end("XA ROLLBACK 'g1'");
        rig.sql("UPDATE team SET n = 3");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":1");
        assertThat(cleared()).isEqualTo(cleared);
        goesOn();
    }

    /** What a connection has prepared is there for others once the server has noticed that the connection is gone. */
    private void end(String transaction) {
        Eventually.holds(Duration.ofSeconds(30), () -> rig.sql(transaction));
    }

    @Test
    void inOnePhase() throws SQLException {
        begin();
        rig.sql("XA START 'g1'", "UPDATE hero SET xp = 10 WHERE id = 1", "XA END 'g1'", "XA COMMIT 'g1' ONE PHASE");
        rig.awaitApplied();
        assertCleared("hero", "1", "2");
        goesOn();
    }

    @Test
    void whatWasPreparedBeforeTheWorkerStarted() throws SQLException {
        rig.sql("XA START 'g1'", "UPDATE hero SET xp = 10 WHERE id = 1", "XA END 'g1'", "XA PREPARE 'g1'");
        rig.sql("UPDATE team SET n = 2");
        rig.awaitApplied();
        rig.stop();
        rig.restart();
        begin();
        end("XA COMMIT 'g1'");
        rig.awaitApplied();
        assertCleared("hero", "1", "2");
        goesOn();
    }

    /** A server that does not know of it writes them unpacked. */
    @Test
    void packedTransactions() throws SQLException {
        boolean known = rig.text("SELECT COUNT(*) FROM performance_schema.global_variables"
                        + " WHERE variable_name = 'binlog_transaction_compression'")
                .equals("1");
        begin();
        rig.sql(
                known ? "SET binlog_transaction_compression = ON" : "DO 0",
                "START TRANSACTION",
                "UPDATE hero SET xp = 10 WHERE id = 1",
                "UPDATE team SET n = 7 WHERE id = 1",
                "UPDATE hero SET xp = 11 WHERE id = 1",
                "INSERT INTO hero VALUES (4, 'd', 4, NULL)",
                "COMMIT",
                "UPDATE hero SET xp = 20 WHERE id = 2",
                "CREATE TABLE x (id INT)");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":11");
        assertThat(rig.document("hero", "2")).contains("\"xp\":20");
        assertThat(rig.document("hero", "4")).contains("\"xp\":4");
        // All of it has one place in the binlog.
        assertThat(rig.document("team", "1")).contains("\"n\":7");
        assertThat(cleared()).isEqualTo(cleared);
        rig.sql(
                known ? "SET binlog_transaction_compression = ON" : "DO 0",
                "SET binlog_row_image = MINIMAL",
                "UPDATE hero SET xp = 30 WHERE id = 2");
        rig.awaitApplied();
        assertCleared("hero", "1", "2", "4");
        goesOn();
    }

    @Test
    void triggersEventsAndProceduresWriteOrdinaryRows() throws SQLException {
        rig.sql(
                "CREATE TRIGGER t AFTER INSERT ON unwatched FOR EACH ROW UPDATE hero SET xp = 99 WHERE id = 1",
                "CREATE PROCEDURE p() BEGIN INSERT INTO unwatched VALUES (1); UPDATE hero SET name = 'p'; END",
                "CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP DO UPDATE team SET n = 77",
                "CALL p()");
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.text("SELECT n FROM shop.team")).isEqualTo("77"));
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"name\":\"p\",\"xp\":99");
        assertThat(rig.document("team", "1")).contains("\"n\":77");
        assertThat(cleared()).isZero();
    }

    private void begin() {
        rig.assertKinds("hero", PRESENT, "1", "2");
        rig.assertKinds("team", PRESENT, "1");
        cleared = cleared();
    }

    private double cleared() {
        return rig.count("lockstep.worker.cleared");
    }

    /** Nothing is answered of the table, and the worker says so. */
    private void assertCleared(String table, String... keys) {
        rig.assertKinds(table, NOTHING, keys);
        assertThat(cleared()).isGreaterThan(cleared);
    }

    /** As if nothing had happened. */
    private void goesOn() throws SQLException {
        rig.sql("REPLACE INTO hero VALUES (1, 'later', 1000, NULL)");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"name\":\"later\",\"xp\":1000");
    }
}
