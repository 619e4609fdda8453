package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database is not there at the start, is frozen, and comes back. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseIsGoneFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RedisServer redis;
    private final String namespace;
    private final MySqlServer mysql = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());

    DatabaseIsGoneFaultIT(Stage stage) throws SQLException {
        redis = stage.redis();
        namespace = stage.newName();
        run(
                "CREATE DATABASE heroes",
                "CREATE TABLE heroes.hero (id INT PRIMARY KEY)",
                "INSERT INTO heroes.hero VALUES (1)");
    }

    @AfterAll
    void close() {
        mysql.close();
    }

    @Test
    void aFrozenDatabaseDoesNotTakeTheCachedRowsWithIt() throws SQLException, IOException {
        try (RedisCache cache = RedisCache.connect(
                        new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout(namespace, 1));
                RunningReader reader = start(Map.of("DB_TABLE", "hero", "READER_DB_TIMEOUT", "500ms"))) {
            new PlayedWorker(mysql, cache).open();
            Eventually.holds(
                    PATIENCE, () -> assertThat(source(reader, "/v1/hero/1")).isEqualTo("hit"));

            mysql.pause();
            try {
                assertThat(source(reader, "/v1/hero/1")).isEqualTo("hit");
                Response miss = reader.get("/v1/hero/2");
                assertThat(miss.status()).isEqualTo(503);
                assertThat(miss.header("Retry-After")).isEqualTo("1");
                assertThat(miss.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(miss.body())
                        .contains("/problems/database-unreachable")
                        .doesNotContain("Exception");
                Response readiness = reader.get("/health/readiness");
                assertThat(readiness.status()).isEqualTo(200);
                assertThat(readiness.body()).contains("\"answers\":false");
            } finally {
                mysql.resume();
            }
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(reader.get("/v1/hero/2").status()).isEqualTo(404));
        }
    }

    /** As in a failover: the database is there, only the connections that were there before are not. */
    @Test
    void connectionsThatHaveEndedAreReplacedBeforeAnybodyNotices() throws SQLException, IOException {
        try (RunningReader reader = start()) {
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(reader.get("/v1/hero/1").status()).isEqualTo(200));
            for (int id = 10; id < 20; id++) {
                assertThat(reader.get("/v1/hero/" + id).status()).isEqualTo(404);
                killConnections();
                assertThat(reader.get("/v1/hero/" + (id + 10)).status()).isEqualTo(404);
            }
        }
    }

    private void killConnections() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ID FROM information_schema.PROCESSLIST"
                        + " WHERE ID <> CONNECTION_ID() AND COMMAND = 'Sleep'")) {
            while (rows.next()) {
                mysql.endConnection(rows.getLong(1));
            }
        }
    }

    @Test
    void aTableThatMayNotBeReadAnyMoreDoesNotTakeTheOthersWithIt() throws SQLException, IOException {
        run(
                "CREATE TABLE heroes.villain (id INT PRIMARY KEY)",
                "INSERT INTO heroes.villain VALUES (1)",
                "CREATE USER narrow IDENTIFIED BY 'secret'",
                "GRANT REPLICATION CLIENT ON *.* TO narrow",
                "GRANT SELECT ON heroes.hero TO narrow",
                "GRANT SELECT ON heroes.villain TO narrow");
        try (RunningReader reader =
                start(Map.of("DB_USER", "narrow", "DB_PASS", "secret", "DB_TABLE", "hero,villain"))) {
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(reader.get("/v1/villain/1").status()).isEqualTo(200));

            run("REVOKE SELECT ON heroes.villain FROM narrow");

            for (int i = 0; i < 20; i++) {
                Response villain = reader.get("/v1/villain/1");
                assertThat(villain.status()).isEqualTo(503);
                assertThat(villain.body()).contains("/problems/database-unreachable");
            }
            assertThat(reader.get("/v1/hero/300").status()).isEqualTo(404);
            run("GRANT SELECT ON heroes.villain TO narrow");
            assertThat(reader.get("/v1/villain/1").status()).isEqualTo(200);
        }
    }

    @Test
    void aReaderMayStartBeforeItsDatabase() throws SQLException {
        mysql.kill();
        try (RunningReader reader = start()) {
            Eventually.holds(PATIENCE, () -> {
                Response row = reader.get("/v1/hero/1");
                assertThat(row.status()).isEqualTo(503);
                assertThat(row.body()).contains("/problems/not-ready");
                assertThat(reader.get("/health/readiness").status()).isEqualTo(503);
                assertThat(reader.get("/health/liveness").status()).isEqualTo(200);
            });

            mysql.restart();

            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(reader.get("/v1/hero/1").status()).isEqualTo(200));
            assertThat(reader.failures()).isEmpty();
        }
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private RunningReader start() {
        return start(Map.of("DB_TABLE", "hero"));
    }

    private RunningReader start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "DB_NAME", "heroes",
                "CACHE_NAMESPACE", namespace,
                "READER_FILL_MAX_LAG", "1h"));
        settings.putAll(more);
        return RunningReader.start(mysql, redis, settings);
    }

    private static String source(RunningReader reader, String target) throws IOException {
        return reader.get(target).header("Lockstep-Source");
    }
}
