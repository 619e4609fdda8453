package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.measure.Comparison;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that foreign keys change below the binlog. A server that writes them down makes these tests pass by its events. */
final class CascadeIT {

    private static final List<String> FOLLOWED =
            List.of("orders", "item", "note", "stamp", "bystander", "tree", "ring", "far");

    private Rig rig;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                4,
                FOLLOWED,
                "DROP DATABASE IF EXISTS elsewhere",
                "CREATE DATABASE elsewhere",
                "CREATE TABLE elsewhere.customer (id INT PRIMARY KEY, code INT UNIQUE, name VARCHAR(20))",
                "CREATE TABLE orders (id INT PRIMARY KEY, customer INT,"
                        + " FOREIGN KEY (customer) REFERENCES elsewhere.customer (id) ON DELETE CASCADE)",
                "CREATE TABLE item (id INT PRIMARY KEY, o INT,"
                        + " FOREIGN KEY (o) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE)",
                "CREATE TABLE note (id INT PRIMARY KEY, o INT,"
                        + " FOREIGN KEY (o) REFERENCES orders (id) ON DELETE SET NULL ON UPDATE SET NULL)",
                "CREATE TABLE stamp (id INT PRIMARY KEY, code INT,"
                        + " FOREIGN KEY (code) REFERENCES elsewhere.customer (code) ON UPDATE CASCADE)",
                "CREATE TABLE bystander (id INT PRIMARY KEY, o INT, FOREIGN KEY (o) REFERENCES orders (id))",
                "CREATE TABLE tree (id INT PRIMARY KEY, up INT,"
                        + " FOREIGN KEY (up) REFERENCES tree (id) ON DELETE CASCADE)",
                "CREATE TABLE ring (id INT PRIMARY KEY, next INT)",
                "CREATE TABLE link (id INT PRIMARY KEY, r INT,"
                        + " FOREIGN KEY (r) REFERENCES ring (id) ON DELETE CASCADE)",
                "ALTER TABLE ring ADD FOREIGN KEY (next) REFERENCES link (id) ON DELETE CASCADE",
                "CREATE TABLE far (id INT PRIMARY KEY, l INT,"
                        + " FOREIGN KEY (l) REFERENCES link (id) ON DELETE SET NULL)");
        rig.sql(
                "INSERT INTO elsewhere.customer VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')",
                "INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2), (4, 3)",
                "INSERT INTO item VALUES (1, 1), (2, 1), (3, 3), (4, 4)",
                "INSERT INTO note VALUES (1, 1), (2, 3)",
                "INSERT INTO stamp VALUES (1, 10), (2, 20)",
                "INSERT INTO bystander VALUES (1, 4)",
                "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2)",
                "INSERT INTO ring VALUES (1, NULL)",
                "INSERT INTO link VALUES (1, 1)",
                "UPDATE ring SET next = 1",
                "INSERT INTO ring VALUES (2, 1)",
                "INSERT INTO far VALUES (1, 1)");
        rig.awaitApplied();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void deletesGoDownTheWholeGraphFromAParentThatNobodyFollows() throws SQLException {
        rig.sql("DELETE FROM stamp", "DELETE FROM elsewhere.customer WHERE id = 1");
        assertNothingIsStale();
        rig.assertKinds("bystander", PRESENT, "1");
        rig.assertKinds("tree", PRESENT, "1", "2", "3");
    }

    @Test
    void changedKeysAreTakenOverOrAway() throws SQLException {
        rig.sql("UPDATE orders SET id = 30 WHERE id = 3");
        assertNothingIsStale();
        rig.sql("UPDATE elsewhere.customer SET code = 11 WHERE id = 1");
        assertNothingIsStale();
    }

    @Test
    void aTableMayReferenceItself() throws SQLException {
        rig.sql("DELETE FROM tree WHERE id = 1");
        assertNothingIsStale();
    }

    @Test
    void keysMayGoRound() throws SQLException {
        rig.sql("DELETE FROM ring WHERE id = 1");
        assertNothingIsStale();
    }

    @Test
    void whatReachesNobodyClearsNothing() throws SQLException {
        rig.sql(
                "UPDATE elsewhere.customer SET name = 'z'",
                "UPDATE orders SET customer = 3 WHERE id = 4",
                "DELETE FROM item WHERE id = 4",
                "INSERT INTO orders VALUES (9, 3)");
        rig.awaitApplied();
        assertThat(rig.count("lockstep.worker.cleared")).isZero();
        rig.assertKinds("item", PRESENT, "1", "2", "3");
        assertNothingIsStale();
    }

    @Test
    void whatIsWrittenAfterwardsInTheSameTransactionIsRightToo() throws SQLException {
        rig.sql(
                "START TRANSACTION",
                "DELETE FROM orders WHERE id = 1",
                "INSERT INTO item VALUES (50, 2)",
                "DELETE FROM orders WHERE id = 3",
                "INSERT INTO orders VALUES (1, 2)",
                "INSERT INTO item VALUES (1, 1)",
                "COMMIT",
                "INSERT INTO item VALUES (60, 1)");
        assertNothingIsStale();
        rig.assertKinds("item", PRESENT, "60");
    }

    @Test
    void keysThatComeLaterCountToo() throws SQLException {
        rig.sql(
                "ALTER TABLE bystander DROP FOREIGN KEY bystander_ibfk_1",
                "ALTER TABLE bystander ADD FOREIGN KEY (o) REFERENCES orders (id) ON DELETE CASCADE",
                "INSERT INTO bystander VALUES (5, 4)");
        rig.awaitApplied();
        rig.awaitInStep();
        rig.sql("UPDATE bystander SET id = 6 WHERE id = 5");
        rig.awaitApplied();
        rig.assertKinds("bystander", PRESENT, "6");
        rig.sql("DELETE FROM orders WHERE id = 4");
        assertNothingIsStale();
    }

    @Test
    void aWorkerThatWasDownFindsThemInTheBinlog() throws SQLException {
        rig.stop();
        rig.sql("DELETE FROM orders WHERE id = 1");
        rig.restart();
        assertNothingIsStale();
        rig.assertKinds("bystander", PRESENT, "1");
    }

    private void assertNothingIsStale() throws SQLException {
        rig.awaitApplied();
        for (String table : FOLLOWED) {
            Comparison comparison = rig.compare(table);
            assertThat(comparison.differences()).as(table).isEmpty();
        }
    }
}
