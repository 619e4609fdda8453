package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.measure.Comparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tour of changes of schema, each with rows written before, between and behind its statements, while another table is
 * written to all the time: once followed live, and once found in the binlog by a worker that was down meanwhile.
 */
final class SchemaTourIT {

    private static final String HERO =
            "CREATE TABLE hero (id INT PRIMARY KEY, name VARCHAR(40), xp INT DEFAULT 0, rank_ INT DEFAULT 0)";
    private static final String ODD = "odd na-me";

    private Rig rig;
    private int written;

    /** How the worker meets the changes. */
    enum Meeting {
        LIVE,
        DOWN
    }

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                2,
                List.of("hero", "team", "bystander", ODD),
                HERO,
                "CREATE TABLE team (id INT PRIMARY KEY, name VARCHAR(40), xp INT DEFAULT 0)",
                "CREATE TABLE bystander (id INT PRIMARY KEY, n INT)",
                "CREATE TABLE `odd na-me` (id INT PRIMARY KEY, n INT)");
        rig.sql("INSERT INTO bystander VALUES (1, 1), (2, 2)");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource
    void columns(Meeting meeting) throws SQLException {
        reached(meeting, "ALTER TABLE hero ADD COLUMN note VARCHAR(20) DEFAULT 'n'", "UPDATE hero SET note = 'x'");
        reached(meeting, "alter table `hero` add column first_ int first", "INSERT INTO hero (id) VALUES (2)");
        reached(
                meeting,
                "/* why */ ALTER TABLE shop.hero RENAME COLUMN note TO remark",
                "UPDATE hero SET remark = 'y'");
        reached(meeting, "ALTER TABLE hero CHANGE remark comment_ VARCHAR(30)", "UPDATE hero SET comment_ = 'z'");
        reached(meeting, "ALTER TABLE hero MODIFY xp BIGINT AFTER id", "UPDATE hero SET xp = 5000000000");
        reached(meeting, "ALTER TABLE hero MODIFY name VARCHAR(40) FIRST", "UPDATE hero SET name = 'moved'");
        reached(meeting, "ALTER TABLE hero MODIFY rank_ VARCHAR(10)", "UPDATE hero SET rank_ = 'high'");
        reached(
                meeting,
                "ALTER TABLE hero DROP COLUMN comment_, DROP COLUMN first_",
                "INSERT INTO hero (id) VALUES (3)");
        reached(
                meeting,
                "ALTER TABLE hero RENAME COLUMN name TO rank_, RENAME COLUMN rank_ TO name",
                "UPDATE hero SET name = 'n', rank_ = 'r'");
        reached(
                meeting,
                "ALTER TABLE hero ADD COLUMN a INT DEFAULT 7, ALGORITHM=COPY",
                "UPDATE hero SET a = 8",
                "ALTER TABLE hero DROP COLUMN a, ALGORITHM=INPLACE",
                "INSERT INTO hero (id) VALUES (4)");
    }

    @ParameterizedTest
    @EnumSource
    void thereAndBack(Meeting meeting) throws SQLException {
        reached(
                meeting,
                "ALTER TABLE hero ADD COLUMN a INT DEFAULT 7, ALGORITHM=INSTANT",
                "UPDATE hero SET a = 8",
                "INSERT INTO hero VALUES (2, 'b', 2, 2, 9)",
                "ALTER TABLE hero DROP COLUMN a",
                "DELETE FROM hero WHERE id = 2");
        reached(
                meeting,
                "ALTER TABLE hero RENAME COLUMN xp TO rank_, RENAME COLUMN rank_ TO xp",
                "UPDATE hero SET xp = 1, rank_ = 2",
                "ALTER TABLE hero RENAME COLUMN xp TO rank_, RENAME COLUMN rank_ TO xp");
        reached(
                meeting,
                "ALTER TABLE hero MODIFY xp VARCHAR(10)",
                "UPDATE hero SET xp = 'ten'",
                "UPDATE hero SET xp = '10'",
                "ALTER TABLE hero MODIFY xp INT DEFAULT 0");
        reached(
                meeting,
                "UPDATE hero SET rank_ = id",
                "ALTER TABLE hero DROP PRIMARY KEY, ADD PRIMARY KEY (rank_)",
                "UPDATE hero SET name = 'under another key'",
                "ALTER TABLE hero DROP PRIMARY KEY, ADD PRIMARY KEY (id)");
    }

    @ParameterizedTest
    @EnumSource
    void keysIndexesAndCharacters(Meeting meeting) throws SQLException {
        reached(meeting, "CREATE INDEX i ON hero (name)", "UPDATE hero SET name = 'i'");
        reached(meeting, "DROP INDEX i ON hero", "UPDATE hero SET name = 'no i'");
        reached(meeting, "ALTER TABLE hero CONVERT TO CHARACTER SET latin1", "UPDATE hero SET name = 'größe'");
        reached(
                meeting,
                "ALTER TABLE hero MODIFY name VARCHAR(40) CHARACTER SET utf8mb4",
                "UPDATE hero SET name = '🦸'");
        reached(
                meeting,
                "UPDATE hero SET rank_ = id",
                "ALTER TABLE hero DROP PRIMARY KEY, ADD PRIMARY KEY (rank_, id)",
                "UPDATE hero SET name = 'two parts'");
        reached(meeting, "ALTER DATABASE shop CHARACTER SET latin1", "UPDATE hero SET name = 'database'");
        reached(meeting, "ALTER TABLE hero ENGINE = InnoDB", "OPTIMIZE TABLE hero", "UPDATE hero SET name = 'e'");
        reached(
                meeting,
                "ALTER TABLE hero COMMENT 'a table', AUTO_INCREMENT = 1000",
                "UPDATE hero SET name = 'commented'");
    }

    @ParameterizedTest
    @EnumSource
    void tablesThatComeAndGo(Meeting meeting) throws SQLException {
        reached(meeting, "TRUNCATE hero", "INSERT INTO hero (id) VALUES (1)", "TRUNCATE TABLE shop.hero");
        reached(meeting, "DROP TABLE hero", HERO, "INSERT INTO hero (id) VALUES (1)");
        reached(meeting, "RENAME TABLE hero TO gone", "CREATE TABLE hero LIKE gone", "DROP TABLE gone");
        reached(meeting, "CREATE TABLE spare LIKE hero", "INSERT INTO spare (id) VALUES (77)");
        reached(meeting, "RENAME TABLE hero TO old, spare TO hero", "UPDATE old SET name = 'not a hero'");
        reached(meeting, "RENAME TABLE hero TO tmp, team TO hero, tmp TO team", "UPDATE hero SET name = 'swapped'");
        reached(
                meeting,
                "RENAME TABLE hero TO tmp, team TO hero, tmp TO team",
                "UPDATE hero SET name = 'there'",
                "RENAME TABLE hero TO tmp, team TO hero, tmp TO team",
                "UPDATE hero SET name = 'and back'");
        reached(meeting, "DROP TABLE IF EXISTS old, `hero`", "CREATE TABLE hero (id BIGINT PRIMARY KEY, name TEXT)");
    }

    @ParameterizedTest
    @EnumSource
    void partitions(Meeting meeting) throws SQLException {
        reached(
                meeting,
                "ALTER TABLE hero PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10),"
                        + " PARTITION p1 VALUES LESS THAN (1000000))",
                "INSERT INTO hero (id) VALUES (20)");
        reached(meeting, "ALTER TABLE hero TRUNCATE PARTITION p0", "INSERT INTO hero (id) VALUES (3)");
        reached(
                meeting,
                "ALTER TABLE hero REORGANIZE PARTITION p0 INTO (PARTITION pa VALUES LESS THAN (5),"
                        + " PARTITION pb VALUES LESS THAN (10))",
                "UPDATE hero SET name = 'r'");
        reached(
                meeting,
                "CREATE TABLE aside LIKE hero",
                "ALTER TABLE aside REMOVE PARTITIONING",
                "INSERT INTO aside (id, name) VALUES (4, 'from aside')",
                "ALTER TABLE hero EXCHANGE PARTITION pa WITH TABLE aside");
        reached(meeting, "ALTER TABLE hero DROP PARTITION pa", "UPDATE hero SET name = 'd'");
        reached(meeting, "ALTER TABLE hero REMOVE PARTITIONING", "UPDATE hero SET name = 'whole'");
        reached(
                meeting,
                "CREATE TABLE parts (id INT PRIMARY KEY, name VARCHAR(40), xp INT DEFAULT 0, rank_ INT DEFAULT 0)"
                        + " PARTITION BY HASH (id) PARTITIONS 1",
                "INSERT INTO parts VALUES (9, 'of another table', 0, 0)",
                "ALTER TABLE parts EXCHANGE PARTITION p0 WITH TABLE hero");
    }

    @ParameterizedTest
    @EnumSource
    void onlineChangesByOtherTools(Meeting meeting) throws SQLException {
        reached(
                meeting,
                "CREATE /* gh-ost */ TABLE `shop`.`_hero_ghc` (id BIGINT PRIMARY KEY, hint VARCHAR(64))",
                "CREATE /* gh-ost */ TABLE `shop`.`_hero_gho` LIKE `shop`.`hero`",
                "ALTER /* gh-ost */ TABLE `shop`.`_hero_gho` ADD COLUMN ghost INT DEFAULT 4",
                "INSERT /* gh-ost */ IGNORE INTO `_hero_gho` (id, name, xp) SELECT id, name, xp FROM hero",
                "UPDATE hero SET xp = xp + 1",
                "REPLACE /* gh-ost */ INTO _hero_gho (id, name, xp) SELECT id, name, xp FROM hero",
                "RENAME /* gh-ost */ TABLE `shop`.`hero` TO `shop`.`_hero_del`, `shop`.`_hero_gho` TO `shop`.`hero`",
                "UPDATE hero SET ghost = 5",
                "DROP TABLE _hero_del, _hero_ghc");
        reached(
                meeting,
                "CREATE TABLE `shop`.`_hero_new` LIKE hero",
                "ALTER TABLE `shop`.`_hero_new` DROP COLUMN ghost",
                "CREATE TRIGGER `pt_osc_ins` AFTER INSERT ON `shop`.`hero` FOR EACH ROW"
                        + " REPLACE INTO `shop`.`_hero_new` (id, name, xp) VALUES (NEW.id, NEW.name, NEW.xp)",
                "CREATE TRIGGER `pt_osc_upd` AFTER UPDATE ON `shop`.`hero` FOR EACH ROW"
                        + " REPLACE INTO `shop`.`_hero_new` (id, name, xp) VALUES (NEW.id, NEW.name, NEW.xp)",
                "INSERT LOW_PRIORITY IGNORE INTO `_hero_new` (id, name, xp) SELECT id, name, xp FROM hero",
                "UPDATE hero SET xp = xp + 10",
                "RENAME TABLE `shop`.`hero` TO `shop`.`_hero_old`, `shop`.`_hero_new` TO `shop`.`hero`",
                "DROP TABLE IF EXISTS `shop`.`_hero_old`",
                "UPDATE hero SET xp = xp + 100");
    }

    @ParameterizedTest
    @EnumSource
    void statementsInOddClothes(Meeting meeting) throws SQLException {
        reached(
                meeting,
                "CREATE PROCEDURE change_all() BEGIN ALTER TABLE hero ADD p INT; UPDATE hero SET p = 1;"
                        + " ALTER TABLE team ADD p INT; UPDATE team SET p = 2; END",
                "CALL change_all()",
                "UPDATE hero SET p = 3");
        reached(
                meeting,
                "ALTER TABLE `odd na-me` ADD COLUMN `select` INT DEFAULT 3",
                "UPDATE `odd na-me` SET `select` = 4");
        reached(meeting, "-- a comment\nALTER TABLE hero\n\tADD\n\tq INT", "UPDATE hero SET q = 1");
        reached(meeting, "/*!40000 ALTER TABLE hero DROP COLUMN q */", "UPDATE hero SET p = 9");
        reached(
                meeting,
                "SET sql_mode = 'ANSI_QUOTES'",
                "ALTER TABLE \"hero\" ADD COLUMN \"q\" INT",
                "UPDATE hero SET \"q\" = 5");
    }

    /** Rows before, the statements, rows behind; then nothing may be wrong, and the bystanders never knew. */
    private void reached(Meeting meeting, String... statements) throws SQLException {
        rig.sql(
                "REPLACE INTO hero (id, name) VALUES (1, 'before')",
                "REPLACE INTO team (id, name) VALUES (1, 'before')",
                "REPLACE INTO `odd na-me` (id, n) VALUES (1, 1)");
        rig.awaitApplied();
        rig.awaitInStep();
        long epoch = rig.watermark().progress().position().epoch();
        if (meeting == Meeting.DOWN) {
            rig.stop();
        }
        run(statements);
        rig.sql("UPDATE team SET name = 'behind'", "UPDATE `odd na-me` SET n = n + 1");
        if (meeting == Meeting.DOWN) {
            rig.restart();
        }
        rig.awaitApplied();
        rig.awaitInStep();
        String last = statements[0];
        for (String table : List.of("hero", "team", "bystander", ODD)) {
            Comparison comparison = rig.compare(table);
            assertThat(comparison.differences()).as("%s after %s", table, last).isEmpty();
        }
        rig.assertKinds("bystander", PRESENT, "1", "2");
        assertThat(rig.document("bystander", "2")).contains("\"n\":%d".formatted(written));
        assertThat(rig.watermark().progress().position().epoch()).as(last).isEqualTo(epoch);
        assertThat(rig.watermark().fences()).as(last).doesNotContainKey(new TableName("shop", "bystander"));
        isFollowedAgain(last);
    }

    /** One statement after the other, each time with a row of another table. */
    private void run(String... statements) throws SQLException {
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
                statement.execute("UPDATE bystander SET n = %d WHERE id = 2".formatted(++written));
            }
        }
    }

    private void isFollowedAgain(String last) throws SQLException {
        rig.sql("DELETE FROM hero WHERE id = 90", "INSERT INTO hero (id, name) VALUES (90, 'later')");
        rig.awaitApplied();
        Comparison comparison = rig.compare("hero");
        assertThat(comparison.differences()).as(last).isEmpty();
        assertThat(comparison.equal()).as("cached after %s", last).isPositive();
    }
}
