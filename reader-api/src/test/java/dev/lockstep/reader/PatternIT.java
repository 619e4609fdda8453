package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that are chosen by a pattern, some of which have no primary key, and some of which come and go. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PatternIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final String schema;
    private final RunningReader reader;

    PatternIT(Stage stage) throws SQLException {
        this.stage = stage;
        this.schema = stage.newSchema();
        sql(
                "CREATE TABLE %s.plain (id INT PRIMARY KEY)",
                "INSERT INTO %s.plain VALUES (1)",
                "CREATE TABLE %s.keyless (id INT)",
                "CREATE TABLE %s.nullable (id INT, UNIQUE KEY (id))",
                "CREATE TABLE %s.by_prefix (name VARCHAR(50) NOT NULL, UNIQUE KEY (name(10)))",
                "CREATE TABLE %s.unique_key (a INT NOT NULL, b INT NOT NULL, c INT NOT NULL, d INT,"
                        + " UNIQUE KEY one (a, b), UNIQUE KEY two (c), UNIQUE KEY three (d))",
                "INSERT INTO %s.unique_key VALUES (1, 2, 3, NULL)",
                "CREATE TABLE %s._plain_gho (id INT PRIMARY KEY)",
                "CREATE VIEW %1$s.seen AS SELECT * FROM %1$s.plain");
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of("DB_NAME", schema, "DB_TABLE", schema + ".*", "CACHE_NAMESPACE", schema));
        Eventually.holds(
                PATIENCE,
                () -> assertThat(reader.get("/health/readiness").body()).contains("\"tables\":\"known\""));
    }

    @AfterAll
    void close() {
        reader.close();
    }

    @Test
    void whatMatchesAndFitsIsRead() throws IOException {
        assertThat(reader.get("/v1/plain/1").body()).isEqualTo("{\"id\":1}");
    }

    @Test
    void withoutAPrimaryKeyTheShortestUniqueOneThatCannotBeNullIsTheKey() throws IOException {
        assertThat(reader.get("/v1/unique_key/3").body()).isEqualTo("{\"a\":1,\"b\":2,\"c\":3,\"d\":null}");
    }

    @Test
    void whatMatchesAndDoesNotFitIsUnknown() throws IOException {
        for (String table : new String[] {"keyless", "nullable", "by_prefix", "_plain_gho", "seen"}) {
            Response answer = reader.get("/v1/" + table + "/1");
            assertThat(answer.status()).as(table).isEqualTo(404);
            assertThat(answer.body()).as(table).contains("/problems/unknown-table");
        }
    }

    @Test
    void whatComesLaterIsReadAndWhatGoesIsUnknown() throws IOException, SQLException {
        assertThat(reader.get("/v1/late/1").body()).contains("/problems/unknown-table");

        sql("CREATE TABLE %s.late (id INT PRIMARY KEY)", "INSERT INTO %s.late VALUES (1)");
        Eventually.holds(
                PATIENCE, () -> assertThat(reader.get("/v1/late/1").body()).isEqualTo("{\"id\":1}"));

        sql("DROP TABLE %s.late");
        assertThat(reader.get("/v1/late/1").body()).contains("/problems/unknown-table");
    }

    private void sql(String... statements) throws SQLException {
        for (String each : statements) {
            stage.sql(each.formatted(schema));
        }
    }
}
