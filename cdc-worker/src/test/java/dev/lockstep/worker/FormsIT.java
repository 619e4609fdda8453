package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.ABSENT;
import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableRules.Texts;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.measure.Comparison;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns that are hidden, left out or called otherwise, rows that are not kept, and how those stand that are. */
final class FormsIT {

    private static final List<String> TABLES = List.of("hero", "plain");
    private static final Texts RULES = new Texts(
            List.of("hero:name"),
            List.of("hero:secret=omit", "hero:mail=redact", "hero:xp=as:points"),
            List.of("hero:xp>=10&color!=grey"),
            List.of(),
            "");

    private Rig rig;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                2,
                TABLES,
                RULES,
                "CREATE TABLE hero (id INT PRIMARY KEY, name VARCHAR(30) UNIQUE, secret TEXT, mail VARCHAR(50), xp INT, color VARCHAR(9))",
                "CREATE TABLE plain (id INT PRIMARY KEY)",
                "INSERT INTO hero VALUES (1, 'Ada', 'x', 'a@b', 10, 'red'), (2, 'Bo', 'y', 'c@d', 9, NULL)");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aDocumentIsOfTheFormThatIsSet() throws SQLException {
        rig.sql("UPDATE hero SET secret = 'z', xp = xp + 1");
        rig.awaitApplied();

        String ada = "{\"id\":1,\"name\":\"Ada\",\"mail\":\"***\",\"points\":11,\"color\":\"red\"}";
        assertThat(rig.document("hero", "1")).isEqualTo(ada);
        assertThat(rig.document("hero", "by/name/Ada")).isEqualTo(ada);
        assertThat(rig.document("hero", "2")).contains("\"points\":10");
    }

    @Test
    void aRowThatStopsToMatchLeavesAndComesBack() throws SQLException {
        rig.sql("UPDATE hero SET mail = 'e@f'");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"id\":1");
        rig.assertKinds("hero", NOTHING, "2", "by/name/Bo");

        rig.sql("UPDATE hero SET color = 'grey', name = 'Eve' WHERE id = 1", "UPDATE hero SET xp = 10 WHERE id = 2");
        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "1", "by/name/Eve");
        rig.assertKinds("hero", ABSENT, "by/name/Ada");
        assertThat(rig.document("hero", "by/name/Bo")).contains("\"id\":2");

        rig.sql("UPDATE hero SET color = 'blue' WHERE id = 1", "DELETE FROM hero WHERE id = 2");
        rig.awaitApplied();
        assertThat(rig.document("hero", "by/name/Eve")).contains("\"color\":\"blue\"");
        rig.assertKinds("hero", ABSENT, "2", "by/name/Bo");
    }

    @Test
    void aTableIsKeptInHashesUnderNamesOfItsOwn() throws SQLException {
        rig.stop();
        Texts hashes = new Texts(
                RULES.lookups(), RULES.columns(), List.of(), List.of("hero:hash+key=heroes/{id}+ttl=60s"), "");
        rig.sql("UPDATE hero SET xp = xp + 1");
        rig.restart(TABLES, hashes);
        rig.sql("UPDATE hero SET xp = 20 WHERE id = 1", "DELETE FROM hero WHERE id = 2");
        rig.awaitApplied();

        assertThat(rig.hash("heroes/1"))
                .containsAllEntriesOf(Map.of("id", "1", "name", "Ada", "mail", "***", "points", "20", "color", "red"))
                .doesNotContainKey("secret")
                .containsKeys("@entry", "@document");
        assertThat(rig.hash("shop.hero:by/name/Ada")).containsEntry("points", "20");
        assertThat(rig.hash("heroes/2")).containsOnlyKeys("@entry");
        Comparison comparison = rig.compare("hero");
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.equal()).isPositive();
        Eventually.holds(
                Rig.PATIENCE, () -> assertThat(rig.names()).noneMatch(name -> name.matches(".*shop\\.hero:\\d+")));
    }

    @Test
    void whatIsBelowAFenceIsSwept() throws SQLException {
        rig.sql("UPDATE hero SET xp = 20", "INSERT INTO plain VALUES (1)");
        rig.awaitApplied();
        assertThat(rig.names()).anyMatch(name -> name.contains("shop.hero:"));

        rig.sql("TRUNCATE hero");
        Eventually.holds(Rig.PATIENCE, () -> assertThat(rig.names()).noneMatch(name -> name.contains("shop.hero:")));
        assertThat(rig.names()).anyMatch(name -> name.contains("shop.plain:"));
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.count("lockstep.worker.swept")).isPositive());
    }

    @Test
    void anotherFormIsAnotherShape() throws SQLException {
        rig.sql("UPDATE hero SET mail = 'e@f'");
        rig.awaitApplied();
        rig.stop();
        rig.restart(TABLES, new Texts(RULES.lookups(), List.of("hero:mail=last2"), RULES.rows(), RULES.forms(), ""));

        rig.assertKinds("hero", NOTHING, "1", "by/name/Ada");
        rig.sql("UPDATE hero SET xp = 12");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"mail\":\"***@f\",\"xp\":12");
    }

    @Test
    void aHiddenColumnOfAnotherNameIsNotShown() throws SQLException {
        rig.sql("UPDATE hero SET mail = 'e@f'", "ALTER TABLE hero RENAME COLUMN mail TO address, ADD COLUMN more INT");
        rig.sql("UPDATE hero SET xp = 12");
        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "1", "2", "by/name/Ada");

        rig.sql("ALTER TABLE hero RENAME COLUMN address TO mail", "UPDATE hero SET xp = 13");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"mail\":\"***\"").contains("\"more\":null");
    }
}
