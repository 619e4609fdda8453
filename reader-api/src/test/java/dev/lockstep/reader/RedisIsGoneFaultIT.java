package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.TcpProxy;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis is killed and comes back empty; or a connection to it is lost. */
@ExtendWith(Stage.Extension.class)
final class RedisIsGoneFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void rowsComeFromTheDatabaseUntilAWorkerHasBeenThereAgain(Stage stage) throws SQLException, IOException {
        String schema = schemaOfOneHero(stage);
        try (RedisServer redis = RedisServer.start(RedisOptions.DEFAULT.asProcess());
                RunningReader reader = RunningReader.start(
                        stage.mysql(),
                        redis,
                        Map.of(
                                "DB_NAME", schema,
                                "DB_TABLE", "hero",
                                "READER_FILL_MAX_LAG", "1h"))) {
            play(stage, redis);
            holds(reader, "/health/readiness", 200);
            assertThat(source(reader)).isEqualTo("miss");
            assertThat(source(reader)).isEqualTo("hit");

            redis.kill();
            assertThat(source(reader)).isEqualTo("bypass");
            holds(reader, "/health/readiness", 503);
            assertThat(reader.get("/health/liveness").status()).isEqualTo(200);

            redis.restart();
            assertThat(source(reader)).isEqualTo("bypass");
            assertThat(reader.get("/health/readiness").status()).isEqualTo(503);

            play(stage, redis);
            holds(reader, "/health/readiness", 200);
            assertThat(source(reader)).isEqualTo("miss");
            assertThat(source(reader)).isEqualTo("hit");
        }
    }

    @Test
    void isNotReadyWhileOneOfItsConnectionsIsGone(Stage stage) throws SQLException, IOException {
        String schema = schemaOfOneHero(stage);
        try (RedisServer redis = RedisServer.start(RedisOptions.DEFAULT.asProcess());
                TcpProxy toRedis = TcpProxy.to(redis.host(), redis.port())) {
            play(stage, redis);
            try (RunningReader reader = RunningReader.start(
                    stage.mysql(),
                    redis,
                    Map.of(
                            "DB_NAME",
                            schema,
                            "DB_TABLE",
                            "hero",
                            "READER_FILL_MAX_LAG",
                            "1h",
                            "REDIS_URL",
                            "redis://127.0.0.1:" + toRedis.port()))) {
                holds(reader, "/health/readiness", 200);
                assertThat(source(reader)).isEqualTo("miss");
                int connections = toRedis.connections();
                assertThat(connections).isGreaterThan(1);

                toRedis.refuse(true);
                toRedis.cutOne();
                holds(reader, "/health/readiness", 503);
                // Each request has another event loop, and so another connection.
                for (int i = 0; i < connections; i++) {
                    assertThat(reader.get("/health/readiness").status()).isEqualTo(503);
                }

                toRedis.refuse(false);
                holds(reader, "/health/readiness", 200);
                for (int i = 0; i < connections; i++) {
                    assertThat(source(reader)).isEqualTo("hit");
                }
            }
        }
    }

    private static String schemaOfOneHero(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1)".formatted(schema));
        return schema;
    }

    private static void play(Stage stage, RedisServer redis) throws SQLException {
        try (RedisCache cache = RedisCache.connect(
                new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout("lockstep", 1))) {
            new PlayedWorker(stage.mysql(), cache).open();
        }
    }

    private static void holds(RunningReader reader, String target, int status) {
        Eventually.holds(PATIENCE, () -> assertThat(reader.get(target).status()).isEqualTo(status));
    }

    private static String source(RunningReader reader) throws IOException {
        return reader.get("/v1/hero/1").header("Lockstep-Source");
    }
}
