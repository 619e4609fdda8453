package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.ABSENT;
import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableRules.Texts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows under other unique keys than the primary one: each is an entry like any other. */
final class LookupsIT {

    private static final List<String> TABLES = List.of("hero", "plain", "odd");
    private static final List<String> LOOKUPS = List.of("hero:name", "hero:team+rank", "odd:name");
    private static final int STEPS = 400;
    private static final int DUPLICATE = 1062;

    private Rig rig;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                3,
                TABLES,
                Texts.lookups(LOOKUPS),
                "CREATE TABLE hero (id INT PRIMARY KEY, name VARCHAR(30), team BINARY(2), `rank` INT, xp INT,"
                        + " UNIQUE KEY (name), UNIQUE KEY (`rank`, team))",
                "CREATE TABLE plain (id INT PRIMARY KEY, name VARCHAR(30) UNIQUE)",
                "CREATE TABLE odd (day DATE PRIMARY KEY, name VARCHAR(30) UNIQUE)",
                "INSERT INTO hero VALUES (1, 'Ada', x'0001', 1, 0), (2, 'Bo, 50%', x'0001', 2, 0)",
                "INSERT INTO plain VALUES (1, 'Ada')");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aRowIsFoundByEachOfItsKeys() throws SQLException {
        rig.sql("UPDATE hero SET xp = 5");
        rig.awaitApplied();

        String ada = "{\"id\":1,\"name\":\"Ada\",\"team\":\"AAE=\",\"rank\":1,\"xp\":5}";
        assertThat(rig.document("hero", "1")).isEqualTo(ada);
        assertThat(rig.document("hero", "by/name/Ada")).isEqualTo(ada);
        assertThat(rig.document("hero", "by/team,rank/0001,1")).isEqualTo(ada);
        assertThat(rig.document("hero", "by/name/Bo%2C%2050%25")).contains("\"id\":2");
        rig.assertKinds("plain", NOTHING, "by/name/Ada");
        assertInStep();
    }

    @Test
    void aValueThatIsGivenUpIsAbsentAndOneThatIsTakenIsThere() throws SQLException {
        rig.sql("UPDATE hero SET name = 'Eve' WHERE id = 1");
        rig.awaitApplied();
        rig.assertKinds("hero", ABSENT, "by/name/Ada");
        assertThat(rig.document("hero", "by/name/Eve")).contains("\"id\":1");

        rig.sql("INSERT INTO hero VALUES (3, 'Ada', NULL, 1, 0)", "DELETE FROM hero WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("hero", "by/name/Ada")).contains("\"id\":3");
        rig.assertKinds("hero", ABSENT, "1", "by/name/Eve", "by/team,rank/0001,1");
        assertInStep();
    }

    @Test
    void twoRowsSwapTheirValuesInOneTransaction() throws SQLException {
        rig.sql(
                "START TRANSACTION",
                "UPDATE hero SET name = NULL WHERE id = 1",
                "UPDATE hero SET name = 'Ada' WHERE id = 2",
                "UPDATE hero SET name = 'Bo' WHERE id = 1",
                "COMMIT");
        rig.awaitApplied();

        assertThat(rig.document("hero", "by/name/Ada")).contains("\"id\":2");
        assertThat(rig.document("hero", "by/name/Bo")).contains("\"id\":1");
        rig.assertKinds("hero", ABSENT, "by/name/Bo%2C%2050%25");
        assertInStep();
    }

    @Test
    void nobodyIsFoundByNull() throws SQLException {
        rig.sql("UPDATE hero SET name = NULL, team = NULL");
        rig.awaitApplied();

        rig.assertKinds("hero", ABSENT, "by/name/Ada", "by/team,rank/0001,1", "by/team,rank/0001,2");
        assertInStep();
    }

    @Test
    void aRowWithAnotherPrimaryKeyIsFoundByTheSameValues() throws SQLException {
        rig.sql("UPDATE hero SET id = id + 1 ORDER BY id DESC", "UPDATE hero SET name = LOWER(name)");
        rig.awaitApplied();

        assertThat(rig.document("hero", "by/name/ada")).contains("\"id\":2");
        assertThat(rig.document("hero", "by/team,rank/0001,1")).contains("\"id\":2");
        rig.assertKinds("hero", ABSENT, "1", "by/name/Ada");
        assertInStep();
    }

    @Test
    void aRowOfNoPrimaryKeyThatCouldBeAskedForIsFoundByAnother() throws SQLException {
        rig.sql("SET sql_mode = ''", "INSERT INTO odd VALUES ('0000-00-00', 'zero')");
        rig.awaitApplied();
        assertThat(rig.document("odd", "by/name/zero")).isEqualTo("{\"day\":null,\"name\":\"zero\"}");

        rig.sql("SET sql_mode = ''", "DELETE FROM odd");
        rig.awaitApplied();
        rig.assertKinds("odd", ABSENT, "by/name/zero");
    }

    @Test
    void whatIsClearedIsClearedUnderEveryKey() throws SQLException {
        rig.sql("UPDATE hero SET xp = 5", "TRUNCATE TABLE hero");
        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "1", "by/name/Ada", "by/team,rank/0001,1");
    }

    @Test
    void otherLookupsAreAnotherShape() throws SQLException {
        rig.sql("UPDATE hero SET xp = 5", "UPDATE plain SET name = 'Eve'");
        rig.awaitApplied();
        rig.stop();
        rig.sql("UPDATE hero SET name = 'Eve' WHERE id = 1");
        rig.restart(TABLES, Texts.lookups(List.of("hero:team+rank")));

        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "1", "by/name/Ada", "by/team,rank/0001,2");
        assertThat(rig.document("plain", "1")).contains("Eve");
        rig.sql("UPDATE hero SET name = 'Bo' WHERE id = 1");
        rig.stop();
        rig.restart(TABLES, Texts.lookups(LOOKUPS));
        rig.awaitApplied();
        rig.assertKinds("hero", NOTHING, "by/name/Ada", "by/name/Eve");
        rig.sql("UPDATE hero SET xp = 6");
        rig.awaitApplied();
        assertThat(rig.document("hero", "by/name/Bo")).contains("\"id\":1");
        assertInStep();
    }

    /** Few values, so that most are given up and taken again and again; many statements fail for it, which is part of it. */
    @Test
    void whateverIsWrittenEveryKeyIsInStep() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("LookupsIT seed " + seed);
        Random random = new Random(seed);
        try (Connection connection = rig.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int step = 0; step < STEPS; step++) {
                write(statement, random);
                if (random.nextInt(4) == 0) {
                    connection.commit();
                }
                if (step == STEPS / 2) {
                    rig.stop();
                    rig.restart();
                }
            }
            statement.execute("REPLACE INTO hero VALUES (100, 'last', NULL, NULL, 0)");
            connection.commit();
        }
        rig.awaitInStep();
        rig.awaitApplied();
        assertInStep();
    }

    private static void write(Statement statement, Random random) throws SQLException {
        int id = random.nextInt(6);
        String name = random.nextInt(5) == 0 ? "NULL" : "'n" + random.nextInt(6) + "'";
        String sql = switch (random.nextInt(6)) {
            case 0 -> "INSERT INTO hero VALUES (%d, %s, x'0001', %d, 0)".formatted(id, name, random.nextInt(6));
            case 1 -> "REPLACE INTO hero VALUES (%d, %s, NULL, %d, 1)".formatted(id, name, random.nextInt(6));
            case 2 -> "UPDATE hero SET name = %s WHERE id = %d".formatted(name, id);
            case 3 -> "UPDATE hero SET id = id + 6, xp = xp + 1 WHERE name = " + name;
            case 4 -> "UPDATE hero SET `rank` = `rank` + 1, id = id MOD 6 ORDER BY `rank` DESC LIMIT 2";
            default -> "DELETE FROM hero WHERE name = %s OR id = %d".formatted(name, id);
        };
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (e.getErrorCode() != DUPLICATE) {
                throw e;
            }
        }
    }

    private void assertInStep() throws SQLException {
        assertThat(rig.compare("hero").differences()).isEmpty();
        assertThat(rig.compare("hero").equal()).isPositive();
    }
}
