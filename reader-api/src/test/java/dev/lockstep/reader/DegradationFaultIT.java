package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered while something is down: each cell of the table in {@code docs/guarantees.md}, as it stands there. */
@ExtendWith(Stage.Extension.class)
@Tag("any-server")
final class DegradationFaultIT {

    private static final Path TABLE = Path.of(System.getProperty("lockstep.home", ".."), "docs", "guarantees.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEHIND = Duration.ofHours(1);
    private static final String OLD = "{\"id\":1,\"name\":\"Ada\"}";
    private static final String NEW = "{\"id\":1,\"name\":\"Eve\"}";

    private final TableSchema hero;
    private final RedisCache cache;
    private final PlayedWorker worker;
    private final TcpProxy toMysql;
    private final TcpProxy toRedis;
    private final RunningReader reader;

    /** The rows of the table. */
    enum State {
        WELL("all is well", false, false, false),
        BEHIND("the worker is down, paused or an hour behind", true, false, false),
        REDIS_DOWN("Redis is down", false, true, false),
        DATABASE_DOWN("the database is down", false, false, true),
        BEHIND_AND_DATABASE_DOWN("the worker is an hour behind, and the database is down", true, false, true),
        BOTH_DOWN("Redis and the database are down", false, true, true);

        private final String text;
        private final boolean behind;
        private final boolean withoutRedis;
        private final boolean withoutDatabase;

        State(String text, boolean behind, boolean withoutRedis, boolean withoutDatabase) {
            this.text = text;
            this.behind = behind;
            this.withoutRedis = withoutRedis;
            this.withoutDatabase = withoutDatabase;
        }
    }

    DegradationFaultIT(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Nobody')".formatted(schema));
        List<Column> key = List.of(new Column("id", ColumnType.INTEGER, 0, 0));
        hero = new TableSchema(
                new TableName(schema, "hero"), List.of(key.getFirst(), new Column("name", ColumnType.TEXT, 0, 0)), key);
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        worker = new PlayedWorker(stage.mysql(), cache);
        worker.openHere();
        toMysql = TcpProxy.to(stage.mysql().host(), stage.mysql().port());
        toRedis = TcpProxy.to("127.0.0.1", stage.redis().uri().getPort());
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of(
                        "DB_NAME",
                        schema,
                        "DB_TABLE",
                        "hero",
                        "DB_HOST",
                        "127.0.0.1",
                        "DB_PORT",
                        Integer.toString(toMysql.port()),
                        "REDIS_URL",
                        "redis://127.0.0.1:" + toRedis.port(),
                        "CACHE_NAMESPACE",
                        schema));
        Eventually.holds(
                PATIENCE,
                () -> assertThat(reader.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        cache.close();
        toMysql.close();
        toRedis.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfTheTable(State state) throws Exception {
        apply("Ada");
        String commit;
        if (state.behind) {
            worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));
            commit = worker.executed();
            worker.fresh(BEHIND);
        } else {
            apply("Eve");
            commit = worker.executed();
            worker.fresh(Duration.ZERO);
        }
        if (state.withoutRedis) {
            takeAway(toRedis);
        }
        if (state.withoutDatabase) {
            takeAway(toMysql);
        }
        List<Response> responses = List.of(
                reader.get("/v1/hero/1"),
                reader.get("/v1/hero/2"),
                reader.get("/v1/hero/1", "Lockstep-Max-Staleness", "10m"),
                reader.get("/v1/hero/1", "Lockstep-Position", commit),
                reader.get("/v1/hero/1", "Lockstep-Consistency", "strong"));

        assertThat(responses.stream().map(DegradationFaultIT::cell).toList())
                .as(state.text)
                .isEqualTo(cells(state));
        for (Response response : responses) {
            holds(state, response);
        }
    }

    /** Whatever the source says, the answer is right, or a problem that says when to come again. */
    private void holds(State state, Response response) {
        boolean old = state.behind && response.header("Lockstep-Source").equals("hit");
        switch (response.status()) {
            case 200 -> assertThat(response.body()).isEqualTo(old ? OLD : NEW);
            case 404 -> assertThat(response.body()).contains("/problems/row-not-found");
            default -> assertThat(response.header("Retry-After")).isEqualTo("1");
        }
        if (old || response.body().contains("/problems/too-stale")) {
            assertThat(millis(response.header("Lockstep-Staleness")))
                    .as("the staleness that is told")
                    .isGreaterThanOrEqualTo(BEHIND.toMillis());
        }
    }

    private static long millis(String staleness) {
        assertThat(staleness).endsWith("ms");
        return Long.parseLong(staleness.substring(0, staleness.length() - 2));
    }

    private static String cell(Response response) {
        return response.status() == 503
                ? "503 " + response.body().replaceFirst(".*/problems/([a-z-]+).*", "$1")
                : response.header("Lockstep-Source");
    }

    private static List<String> cells(State state) throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| " + state.text + " |"))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .map(String::strip)
                        .skip(2)
                        .map(text -> text.replace("`", ""))
                        .toList())
                .findFirst()
                .map(ArrayList::new)
                .orElseThrow(() -> new AssertionError("no such row in " + TABLE));
    }

    private void apply(String name) throws SQLException {
        Position change = worker.change("UPDATE %s SET name = '%s' WHERE id = 1".formatted(hero.name(), name));
        worker.apply(new Mutation.Put(
                RowKey.of(hero, List.of(1L)), change, 1, new DocumentEncoder().encode(hero, List.of(1L, name))));
        worker.catchUp();
    }

    private static void takeAway(TcpProxy proxy) {
        proxy.refuse(true);
        proxy.cut();
    }
}
