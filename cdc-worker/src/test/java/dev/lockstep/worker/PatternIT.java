package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.ABSENT;
import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableRules.Texts;
import dev.lockstep.testbed.Eventually;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are chosen by a pattern. */
final class PatternIT {

    private Rig rig;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                2,
                List.of("*"),
                "CREATE TABLE plain (id INT PRIMARY KEY, n INT)",
                "INSERT INTO plain VALUES (1, 1), (2, 2)",
                "CREATE TABLE keyless (id INT)",
                "CREATE TABLE by_unique_key (a INT NOT NULL, b INT NOT NULL, n INT, UNIQUE KEY ab (a, b), UNIQUE KEY (b))",
                "INSERT INTO by_unique_key VALUES (1, 10, 1), (2, 20, 2)");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatMatchesIsFollowedAndTheRestIsLeftAlone() throws SQLException {
        rig.sql("INSERT INTO keyless VALUES (1)", "UPDATE plain SET n = 5 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("plain", "1")).isEqualTo("{\"id\":1,\"n\":5}");
    }

    @Test
    void aUniqueKeyStandsInForThePrimaryOne() throws SQLException {
        rig.sql("UPDATE by_unique_key SET n = 5");
        rig.awaitApplied();
        assertThat(rig.document("by_unique_key", "10")).isEqualTo("{\"a\":1,\"b\":10,\"n\":5}");

        rig.sql("UPDATE by_unique_key SET b = 11 WHERE b = 10", "UPDATE by_unique_key SET a = 9 WHERE b = 20");
        rig.awaitApplied();
        rig.assertKinds("by_unique_key", ABSENT, "10");
        assertThat(rig.document("by_unique_key", "11")).isEqualTo("{\"a\":1,\"b\":11,\"n\":5}");
        assertThat(rig.document("by_unique_key", "20")).isEqualTo("{\"a\":9,\"b\":20,\"n\":5}");
    }

    @Test
    void whatComesIsFollowedAndOthersNoticeNothing() throws SQLException {
        rig.sql("UPDATE plain SET n = 5 WHERE id = 1");
        rig.awaitApplied();
        long epoch = rig.watermark().progress().position().epoch();

        rig.sql("CREATE TABLE late (id INT PRIMARY KEY, n INT)", "INSERT INTO late VALUES (1, 1)");
        rig.awaitApplied();
        Eventually.holds(
                Rig.PATIENCE, () -> assertThat(rig.document("late", "1")).isEqualTo("{\"id\":1,\"n\":1}"));
        rig.assertKinds("plain", PRESENT, "1");
        assertThat(rig.watermark().progress().position().epoch()).isEqualTo(epoch);

        rig.sql("RENAME TABLE late TO later", "UPDATE later SET n = 2");
        rig.awaitApplied();
        Eventually.holds(
                Rig.PATIENCE, () -> assertThat(rig.document("later", "1")).isEqualTo("{\"id\":1,\"n\":2}"));
        rig.assertKinds("late", NOTHING, "1");

        rig.sql("DROP TABLE later", "UPDATE plain SET n = 6 WHERE id = 1");
        rig.awaitApplied();
        rig.assertKinds("later", NOTHING, "1");
        assertThat(rig.document("plain", "1")).isEqualTo("{\"id\":1,\"n\":6}");
        assertThat(rig.watermark().progress().position().epoch()).isEqualTo(epoch);
    }

    @Test
    void theOnlyTableMayGoAndComeBack() throws SQLException {
        rig.stop();
        rig.restart(List.of("plain"), Texts.lookups(List.of()));
        rig.sql("UPDATE plain SET n = 5");
        rig.awaitApplied();

        // The second statement finds the worker on its way to look at the tables anew, or not.
        rig.sql("ALTER TABLE plain ADD COLUMN m INT", "RENAME TABLE plain TO away", "UPDATE away SET n = 6");
        rig.awaitApplied();
        rig.awaitInStep();
        rig.assertKinds("plain", NOTHING, "1");
        rig.sql("UPDATE away SET n = 7", "UPDATE by_unique_key SET n = 7");
        rig.awaitApplied();
        rig.awaitInStep();

        rig.sql("RENAME TABLE away TO plain", "UPDATE plain SET n = 8 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("plain", "1")).isEqualTo("{\"id\":1,\"n\":8,\"m\":null}");
        rig.assertKinds("plain", NOTHING, "2");
    }

    @Test
    void aTableThatIsNamedMayGoAndComeBack() throws SQLException {
        rig.stop();
        rig.restart(List.of("plain", "by_unique_key"), Texts.lookups(List.of()));
        rig.sql("UPDATE plain SET n = 5", "UPDATE by_unique_key SET n = 5");
        rig.awaitApplied();

        rig.sql("RENAME TABLE plain TO away", "UPDATE away SET n = 6", "UPDATE by_unique_key SET n = 6");
        rig.awaitApplied();
        rig.assertKinds("plain", NOTHING, "1");
        assertThat(rig.document("by_unique_key", "10")).contains("\"n\":6");

        rig.sql("RENAME TABLE away TO plain", "UPDATE plain SET n = 7 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("plain", "1")).isEqualTo("{\"id\":1,\"n\":7}");
        rig.assertKinds("plain", NOTHING, "2");
        rig.assertKinds("by_unique_key", PRESENT, "10");

        rig.sql(
                "ALTER TABLE by_unique_key DROP KEY ab, DROP KEY b, ADD COLUMN m INT",
                "UPDATE by_unique_key SET n = 8");
        rig.awaitApplied();
        rig.assertKinds("by_unique_key", NOTHING, "10");
        rig.sql("ALTER TABLE by_unique_key ADD PRIMARY KEY (a)", "UPDATE by_unique_key SET n = 9");
        rig.awaitApplied();
        assertThat(rig.document("by_unique_key", "1")).isEqualTo("{\"a\":1,\"b\":10,\"n\":9,\"m\":null}");
    }
}
