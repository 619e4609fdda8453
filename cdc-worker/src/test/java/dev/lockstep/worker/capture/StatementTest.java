package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.Statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of SQL. */
final class StatementTest {

    private static final TableName HERO = new TableName("shop", "hero");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "BEGIN | BEGIN",
                "COMMIT | END",
                "ROLLBACK | END",
                "ROLLBACK TO `s` | HARMLESS",
                "SAVEPOINT `s` | HARMLESS",
                "XA START X'67',X'',1 | XA",
                "insert into hero values (1) | DATA",
                "/* a */ /* b */\tUPDATE hero SET xp = 1 | DATA",
                "WITH n AS (SELECT 1) DELETE FROM hero | DATA",
                "REPLACE~INTO hero VALUES (1) | DATA",
                "alter table hero add x int | SCHEMA",
                "/*!40000 ALTER TABLE `hero` DISABLE KEYS */ | SCHEMA",
                "-- why~DROP TABLE hero | SCHEMA",
                "#why~RENAME TABLE a TO b | SCHEMA",
                "CREATE UNIQUE INDEX i ON hero (xp) | SCHEMA",
                "TRUNCATE hero | TRUNCATE",
                "CREATE TEMPORARY TABLE hero (id INT) | HARMLESS",
                "CREATE DEFINER=`root`@`%` TRIGGER t AFTER INSERT ON hero FOR EACH ROW DELETE FROM x | HARMLESS",
                "CREATE ALGORITHM=UNDEFINED DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW v AS SELECT 1 | HARMLESS",
                "DROP PROCEDURE p | HARMLESS",
                "GRANT SELECT ON shop.hero TO x | HARMLESS",
            })
    void kinds(String sql, Kind kind) {
        assertThat(new Statement(sql.replace('~', '\n')).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE hero ADD x INT",
                "alter table HERO add x int",
                "ALTER TABLE`shop`.`hero`ADD x INT",
                "RENAME TABLE other TO tmp,hero TO other",
                "RENAME TABLE shop.hero TO shop.old",
                "ALTER TABLE other EXCHANGE PARTITION p0 WITH TABLE hero",
                "CREATE TABLE hero LIKE other",
                "CREATE /* x */ TABLE IF NOT EXISTS `shop` . `hero`(id INT)",
                "CREATE TABLE hero(id INT)",
                "DROP TABLE IF EXISTS other,hero",
                "DROP DATABASE `shop`",
                "TRUNCATE hero",
                "TRUNCATE /* all */ TABLE `hero`"
            })
    void touching(String sql) {
        assertThat(new Statement(sql).touches(HERO)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE heroes ADD x INT",
                "ALTER TABLE _hero_gho ADD x INT",
                "CREATE TABLE hero2 (id INT)",
                "CREATE TABLE saved LIKE hero",
                "CREATE /* gh-ost */ TABLE `shop`.`_hero_gho` LIKE `shop`.`hero`",
                "CREATE TABLE child (h INT, FOREIGN KEY (h) REFERENCES hero (id))",
                "CREATE TABLE copy AS SELECT * FROM hero",
                "DROP DATABASE shops",
                "ALTER DATABASE shop CHARACTER SET latin1",
                "CREATE TRIGGER t AFTER INSERT ON hero FOR EACH ROW DELETE FROM x",
                "DELETE FROM hero"
            })
    void notTouching(String sql) {
        assertThat(new Statement(sql).touches(HERO)).isFalse();
    }

    @Test
    void oddNames() {
        assertThat(touches("ALTER TABLE `we``ird` ADD x INT", "we`ird")).isTrue();
        assertThat(touches("ALTER TABLE `a-b c` ADD x INT", "a-b c")).isTrue();
        assertThat(touches("ALTER TABLE `größe` ADD x INT", "größe")).isTrue();
        assertThat(touches("ALTER TABLE gr\ufffd\ufffde ADD x INT", "größe"))
                .as("in the characters of a latin1 session")
                .isTrue();
        assertThat(touches("ALTER TABLE hero ADD x INT", "größe")).isFalse();
        assertThat(touches("ALTER TABLE hero$1 ADD x INT", "hero")).isFalse();
    }

    @Test
    void theNameOfAnXaTransaction() {
        Statement start = new Statement("XA START X'6731',X'',1");
        assertThat(start.begins("XA", "START")).isTrue();
        assertThat(start.rest()).isEqualTo("X'6731',X'',1");
    }

    private static boolean touches(String sql, String table) {
        return new Statement(sql).touches(new TableName("shop", table));
    }
}
