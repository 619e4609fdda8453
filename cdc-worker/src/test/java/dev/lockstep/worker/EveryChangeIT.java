package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.ABSENT;
import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which SQL changes a row, seen in Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryChangeIT {

    private Rig rig;

    @BeforeAll
    void start() throws SQLException {
        rig = Rig.start(
                1,
                List.of("hero", "stock", "tag"),
                "CREATE TABLE hero (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, xp INT NOT NULL DEFAULT 0)",
                "CREATE TABLE stock (shop INT, article VARCHAR(40), n INT, PRIMARY KEY (shop, article))",
                "CREATE TABLE tag (name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, n INT)",
                "CREATE TABLE unwatched (id INT PRIMARY KEY)");
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        rig.sql("DELETE FROM hero", "DELETE FROM stock", "DELETE FROM tag");
    }

    @Test
    void insertUpdateDelete() throws SQLException {
        rig.sql("INSERT INTO hero VALUES (1, 'Storm', 5)");
        rig.awaitApplied();
        assertHero(1, "Storm", 5);

        rig.sql("UPDATE hero SET xp = 6 WHERE id = 1");
        rig.awaitApplied();
        assertHero(1, "Storm", 6);

        rig.sql("DELETE FROM hero WHERE id = 1");
        rig.awaitApplied();
        rig.assertKinds("hero", ABSENT, "1");

        rig.sql("INSERT INTO hero VALUES (1, 'Storm again', 0)");
        rig.awaitApplied();
        assertHero(1, "Storm again", 0);
    }

    @Test
    void multiRowStatements() throws SQLException {
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4)",
                "UPDATE hero SET xp = xp * 10 WHERE id <= 3",
                "DELETE FROM hero WHERE id IN (2, 4)");
        rig.awaitApplied();
        assertHero(1, "a", 10);
        assertHero(3, "c", 30);
        rig.assertKinds("hero", ABSENT, "2", "4");
    }

    @Test
    void replaceAndUpsert() throws SQLException {
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1)",
                "REPLACE INTO hero VALUES (1, 'replaced', 2), (2, 'new', 3)",
                "INSERT INTO hero VALUES (2, 'x', 0), (3, 'y', 9) ON DUPLICATE KEY UPDATE xp = xp + 100");
        rig.awaitApplied();
        assertHero(1, "replaced", 2);
        assertHero(2, "new", 103);
        assertHero(3, "y", 9);
    }

    @Test
    void aTransactionOfSeveralStatementsLeavesItsLastState() throws SQLException {
        rig.sql(
                "START TRANSACTION",
                "INSERT INTO hero VALUES (1, 'a', 1)",
                "UPDATE hero SET xp = 2 WHERE id = 1",
                "INSERT INTO hero VALUES (2, 'b', 1)",
                "DELETE FROM hero WHERE id = 2",
                "INSERT INTO unwatched VALUES (1)",
                "UPDATE hero SET name = 'z' WHERE id = 1",
                "COMMIT",
                "DELETE FROM unwatched");
        rig.awaitApplied();
        assertHero(1, "z", 2);
        rig.assertKinds("hero", ABSENT, "2");
    }

    @Test
    void aRolledBackTransactionLeavesNoTrace() throws SQLException {
        rig.sql("INSERT INTO hero VALUES (1, 'a', 1)");
        rig.sql(
                "START TRANSACTION",
                "UPDATE hero SET xp = 99 WHERE id = 1",
                "INSERT INTO hero VALUES (7777, 'never', 0)",
                "ROLLBACK",
                "START TRANSACTION",
                "UPDATE hero SET xp = 2 WHERE id = 1",
                "SAVEPOINT s",
                "INSERT INTO hero VALUES (7778, 'never', 0)",
                "ROLLBACK TO SAVEPOINT s",
                "COMMIT");
        rig.awaitApplied();
        assertHero(1, "a", 2);
        rig.assertKinds("hero", NOTHING, "7777", "7778");
    }

    @Test
    void aChangedKeyLeavesNothingBehind() throws SQLException {
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1)",
                "UPDATE hero SET id = 2 WHERE id = 1",
                "INSERT INTO stock VALUES (1, 'nut', 5)",
                "UPDATE stock SET article = 'bolt', n = 6 WHERE shop = 1");
        rig.awaitApplied();
        rig.assertKinds("hero", ABSENT, "1");
        assertHero(2, "a", 1);
        rig.assertKinds("stock", ABSENT, "1,nut");
        assertThat(rig.document("stock", "1,bolt")).isEqualTo("{\"shop\":1,\"article\":\"bolt\",\"n\":6}");
    }

    @Test
    void keysThatMoveUpInAChain() throws SQLException {
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
                "UPDATE hero SET id = id + 1 ORDER BY id DESC",
                "UPDATE hero SET id = id + 1 ORDER BY id DESC");
        rig.awaitApplied();
        rig.assertKinds("hero", ABSENT, "1", "2");
        assertHero(3, "a", 1);
        assertHero(4, "b", 2);
        assertHero(5, "c", 3);
    }

    @Test
    void keysThatSwapInOneTransaction() throws SQLException {
        rig.sql(
                "INSERT INTO hero VALUES (1, 'a', 1), (2, 'b', 2)",
                "START TRANSACTION",
                "UPDATE hero SET id = 0 WHERE id = 1",
                "UPDATE hero SET id = 1 WHERE id = 2",
                "UPDATE hero SET id = 2 WHERE id = 0",
                "COMMIT");
        rig.awaitApplied();
        assertHero(1, "b", 2);
        assertHero(2, "a", 1);
        rig.assertKinds("hero", ABSENT, "0");
    }

    @Test
    void stringKeysWithAnyCharacter() throws SQLException {
        try (Connection connection = rig.connect();
                var insert = connection.prepareStatement("INSERT INTO tag VALUES (?, ?)")) {
            insert.setString(1, "a,b/c%20 d{e}:*\"'\\\n🦸é");
            insert.setInt(2, 1);
            insert.execute();
            insert.setString(1, "");
            insert.setInt(2, 2);
            insert.execute();
        }
        rig.awaitApplied();
        String key = "a%2Cb%2Fc%2520%20d%7Be%7D%3A%2A%22%27%5C%0A%F0%9F%A6%B8%C3%A9";
        assertThat(rig.document("tag", key)).isEqualTo("{\"name\":\"a,b/c%20 d{e}:*\\\"'\\\\\\n🦸é\",\"n\":1}");
        assertThat(rig.document("tag", "")).isEqualTo("{\"name\":\"\",\"n\":2}");
    }

    @Test
    void loadDataAndInsertSelect(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("heroes.tsv");
        Files.writeString(file, "11\tfrom file\t1\n12\tfrom file\t2\n");
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE hero");
            statement.execute("INSERT INTO hero SELECT id + 10, name, xp FROM hero");
        }
        rig.awaitApplied();
        assertHero(11, "from file", 1);
        assertHero(22, "from file", 2);
    }

    @Test
    void truncateClearsTheTableAndNoOther() throws SQLException {
        rig.sql("INSERT INTO hero VALUES (1, 'a', 1)", "INSERT INTO stock VALUES (1, 'nut', 5)");
        rig.awaitApplied();
        rig.assertKinds("hero", PRESENT, "1");

        rig.sql("TRUNCATE TABLE hero", "INSERT INTO hero VALUES (2, 'after', 1)");
        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "1");
        assertHero(2, "after", 1);
        rig.assertKinds("stock", PRESENT, "1,nut");
    }

    @Test
    void aStatementThatFillsManyEventsAndBatches() throws SQLException {
        rig.sql("INSERT INTO hero WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
                + "SELECT i, REPEAT('x', 90), i FROM n");
        rig.sql("UPDATE hero SET xp = xp + 1000");
        rig.awaitApplied();
        for (int id = 1; id <= 900; id++) {
            assertHero(id, "x".repeat(90), id + 1000);
        }
    }

    @Test
    void anAlteredTableIsLoadedAnewInItsNewShape() throws SQLException {
        rig.sql("INSERT INTO stock VALUES (1, 'old', 1)");
        rig.awaitApplied();
        rig.sql(
                "ALTER TABLE stock ADD COLUMN note VARCHAR(10) DEFAULT 'none' FIRST",
                "INSERT INTO stock VALUES ('x', 1, 'new', 2)");
        rig.awaitApplied();
        rig.assertKinds("stock", NOTHING, "1,old");
        assertThat(rig.document("stock", "1,new")).isEqualTo("{\"note\":\"x\",\"shop\":1,\"article\":\"new\",\"n\":2}");

        rig.sql("ALTER TABLE stock DROP COLUMN note", "UPDATE stock SET n = 3 WHERE article = 'old'");
        rig.awaitApplied();
        assertThat(rig.document("stock", "1,old")).isEqualTo("{\"shop\":1,\"article\":\"old\",\"n\":3}");
    }

    private void assertHero(int id, String name, int xp) {
        assertThat(rig.document("hero", Integer.toString(id)))
                .isEqualTo("{\"id\":%d,\"name\":\"%s\",\"xp\":%d}".formatted(id, name, xp));
    }
}
