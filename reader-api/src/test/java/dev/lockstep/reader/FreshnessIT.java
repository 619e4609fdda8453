package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Coordinate;
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
import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller may demand of an answer, by HTTP; the test plays a worker that is as far behind as it likes. */
@ExtendWith(Stage.Extension.class)
final class FreshnessIT {

    private static final String ADA = "{\"id\":1,\"name\":\"Ada\"}";
    private static final String EVE = "{\"id\":1,\"name\":\"Eve\"}";
    private static final String BOUND = "Lockstep-Max-Staleness";
    private static final String POSITION = "Lockstep-Position";
    private static final Duration AGES = Duration.ofMinutes(10);

    private final Stage stage;
    private final TableSchema hero;
    private final RedisCache cache;
    private final PlayedWorker worker;
    private final RunningReader reader;

    FreshnessIT(Stage stage) throws SQLException, IOException {
        this.stage = stage;
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "CREATE TABLE %s.strict (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Nobody')".formatted(schema),
                "INSERT INTO %s.strict VALUES (1)".formatted(schema));
        hero = new TableSchema(
                new TableName(schema, "hero"),
                List.of(new Column("id", ColumnType.INTEGER, 0, 0), new Column("name", ColumnType.TEXT, 0, 0)),
                List.of(new Column("id", ColumnType.INTEGER, 0, 0)));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        worker = new PlayedWorker(stage.mysql(), cache);
        worker.openHere();
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of(
                        "DB_NAME", schema,
                        "DB_TABLE", "hero,strict",
                        "CACHE_NAMESPACE", schema,
                        "READER_FILL_MAX_LAG", "1h",
                        "READER_MAX_STALENESS", "strict:1s",
                        "READER_WORKER_WAIT", "5s"));
        Eventually.holds(
                Duration.ofSeconds(30),
                () -> assertThat(reader.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterEach
    void close() {
        reader.close();
        cache.close();
    }

    @Test
    void whatRedisHasIsTakenWhereItIsYoungEnough() throws IOException, SQLException {
        keepAda(Duration.ofSeconds(20));

        answers(get(BOUND, "1h"), "hit", ADA);
        answers(get("Cache-Control", "max-age=3600"), "hit", ADA);
        answers(get(), "hit", ADA);
    }

    @ParameterizedTest
    @CsvSource({
        "Lockstep-Max-Staleness, 250ms",
        "Cache-Control, max-age=1",
        "Cache-Control, no-cache",
        "Lockstep-Max-Staleness, 0ms",
        "Lockstep-Consistency, strong"
    })
    void otherwiseTheDatabaseAnswers(String header, String value) throws IOException, SQLException {
        keepAda(AGES);
        worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));

        Response response = get(header, value);
        answers(response, "bypass", EVE);
        assertThat(response.header("Lockstep-Staleness")).isEqualTo("0ms");
        answers(get(), "hit", ADA);
    }

    @Test
    void theWorkerIsWaitedForWhereItIsAboutToGetThere() throws Exception {
        keepAda(Duration.ofSeconds(3));
        // Not on the common pool: with two processors it has one thread, which the reader in this JVM needs for its
        // pauses.
        CompletableFuture<Response> response = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return get(BOUND, "1s");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
        // Time for the request to find out that it has to wait.
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        Eventually.holds(Duration.ofSeconds(20), () -> {
            worker.fresh(Duration.ZERO);
            assertThat(response).isDone();
        });

        answers(response.get(20, TimeUnit.SECONDS), "hit", ADA);
    }

    @Test
    void aTableMayHaveABoundOfItsOwn() throws IOException, SQLException {
        worker.fresh(AGES);
        assertThat(reader.get("/v1/strict/1").header("Lockstep-Source")).isEqualTo("miss");
        assertThat(reader.get("/v1/strict/1").header("Lockstep-Source")).isEqualTo("bypass");
        assertThat(reader.get("/v1/strict/1", BOUND, "1h").header("Lockstep-Source"))
                .isEqualTo("hit");
    }

    @Test
    void aCommitThatIsHandedOverIsSeen() throws IOException, SQLException {
        keepAda(AGES);
        Position change = worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));
        String commit = worker.executed();

        answers(get(), "hit", ADA);
        answers(get(POSITION, commit.replace("\n", "")), "bypass", EVE);

        worker.apply(put(change, "Eve"));
        worker.catchUp();
        answers(get(POSITION, commit.replace("\n", "")), "hit", EVE);
    }

    @Test
    void aPlaceInTheBinlogThatIsHandedOverIsSeen() throws IOException, SQLException {
        keepAda(AGES);
        Position change = worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));
        String commit = worker.binlogEnd();

        answers(get(POSITION, commit), "bypass", EVE);
        worker.apply(put(change, "Eve"));
        worker.catchUp();
        answers(get(POSITION, commit), "hit", EVE);
    }

    @Test
    void whatOneAnswerSaysMakesTheNextOneNoOlder() throws IOException, SQLException {
        keepAda(AGES);
        worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));

        Response strong = get("Lockstep-Consistency", "strong");
        answers(strong, "bypass", EVE);
        assertThat(strong.header(POSITION)).contains(":");
        answers(get(POSITION, strong.header(POSITION)), "bypass", EVE);

        Response hit = get();
        answers(hit, "hit", ADA);
        assertThat(hit.header(POSITION)).matches("\\d{42}").startsWith(hit.header("Lockstep-Epoch"));
        answers(get(POSITION, hit.header(POSITION)), "hit", ADA);
        answers(get(POSITION, hit.header(POSITION) + ";" + strong.header(POSITION)), "bypass", EVE);
    }

    @Test
    void theDatabaseAnswersOnlyWhenItShowsAllThatIsInTheBinlog() throws IOException, SQLException {
        keepAda(AGES);
        Position here = Position.parse(get().header(POSITION));
        String further = Position.before(
                        here.epoch(), new Coordinate(here.transaction().file() + 1_000, 4))
                .text();

        try (Connection connection = stage.mysql().connect();
                Statement statement = connection.createStatement()) {
            // So is a transaction that is in the binlog and not visible yet, but only for a moment.
            statement.execute("SET gtid_next = '%s:1'".formatted(UUID.randomUUID()));
            statement.execute("BEGIN");
            statement.execute("UPDATE %s SET name = 'Eve'".formatted(hero.name()));
            Response before = get(POSITION, further);
            assertThat(before.status()).isEqualTo(503);
            assertThat(before.body()).contains("/problems/too-stale");
            statement.execute("COMMIT");
        }

        answers(get(POSITION, further), "bypass", EVE);
    }

    @Test
    void whatNobodyHasSeenIsRefused() throws IOException, SQLException {
        keepAda(AGES);

        Response response = get(POSITION, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:7");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).contains("/problems/too-stale");
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.header("Lockstep-Staleness")).matches("\\d+ms");
    }

    /** MySQL cannot read a set with it; three such failures in a row would have the database left alone. */
    @Test
    void aNumberThatNoTransactionHasIsNoReasonToLeaveTheDatabaseAlone() throws IOException, SQLException {
        keepAda(AGES);
        for (int i = 0; i < 5; i++) {
            assertThat(get(POSITION, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:9223372036854775807")
                            .status())
                    .isEqualTo(400);
        }
        answers(get("Lockstep-Consistency", "strong"), "bypass", ADA);
    }

    @Test
    void aTableThatCannotBeReadIsNoReasonToLeaveTheDatabaseAlone() throws IOException, SQLException {
        keepAda(AGES);
        stage.sql("ALTER TABLE %s.strict DROP PRIMARY KEY".formatted(hero.name().schema()));
        for (int i = 0; i < 5; i++) {
            assertThat(reader.get("/v1/strict/1").status()).isEqualTo(503);
        }
        answers(get("Lockstep-Consistency", "strong"), "bypass", ADA);
    }

    @Test
    void ofTwoDemandsNoneIsLeftOut() throws IOException, SQLException {
        keepAda(Duration.ZERO);

        RawHttp.Response response = RawHttp.send(
                reader.uri(), "GET", "/v1/hero/1", Map.of(BOUND, "1h", BOUND.toLowerCase(Locale.ROOT), "1ms"), "");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains(BOUND + " (expected: one such header");
    }

    @Test
    void strongLeavesTheCacheRight() throws IOException, SQLException {
        worker.change("UPDATE %s SET name = 'Ada'".formatted(hero.name()));
        worker.catchUp();
        worker.fresh(Duration.ZERO);

        answers(get("Lockstep-Consistency", "strong"), "miss", ADA);
        answers(get(), "hit", ADA);
    }

    @ParameterizedTest
    @CsvSource({"Lockstep-Max-Staleness, soon", "Lockstep-Consistency, weak", "Lockstep-Position, here"})
    void aDemandThatCannotBeUnderstoodIsRefused(String header, String value) throws IOException {
        Response response = get(header, value);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("/problems/bad-demand").contains(header + " (expected: ");
    }

    @Test
    void whoHasItAlreadyIsTold() throws IOException, SQLException {
        keepAda(Duration.ZERO);
        Response first = get();
        String tag = first.header("ETag");

        Response again = get("If-None-Match", "\"other\", " + tag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("Lockstep-Staleness")).matches("\\d+ms");
        assertThat(again.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(get("Lockstep-Consistency", "strong").header("ETag"))
                .as("the same bytes from the database")
                .isEqualTo(tag);
        assertThat(get("If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    void whenARowWasCommittedIsToldWhereItIsKnown() throws IOException, SQLException {
        keepAda(Duration.ZERO);
        assertThat(get().header("Lockstep-Committed")).isEqualTo("2026-11-25T12:00:00.123Z");
        assertThat(get("Lockstep-Consistency", "strong").header("Lockstep-Committed"))
                .isEmpty();
    }

    @Test
    void aBatchHasAnAnswerForEachKey() throws IOException, SQLException {
        stage.sql("INSERT INTO %s VALUES (2, 'Bob'), (3, 'Cy')".formatted(hero.name()));
        keepAda(Duration.ZERO);
        worker.catchUp();
        double reads = reader.meter("lockstep_reader_database_reads_total");

        Response response = reader.post("/v1/hero:batchGet", "{\"keys\":[3,\"1\",\"x\",99,2,[1,2],3]}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.body())
                .startsWith("{\"rows\":[{\"source\":\"")
                .contains("{\"source\":\"hit\",\"row\":%s}".formatted(ADA))
                .contains("{\"source\":\"miss\",\"row\":null}")
                .contains("\"row\":{\"id\":2,\"name\":\"Bob\"}")
                .contains("\"problem\":\"/problems/unfit-key\"");
        assertThat(response.body().indexOf("Cy")).isLessThan(response.body().indexOf("Ada"));
        assertThat(response.header("Lockstep-Staleness")).matches("\\d+ms");
        assertThat(response.header(POSITION)).contains(";");
        assertThat(reader.meter("lockstep_reader_database_reads_total")).isBetween(reads + 3, reads + 4);

        Response again = reader.post("/v1/hero:batchGet", "{\"keys\":[3,1,99,2]}");
        assertThat(again.body())
                .isEqualTo("{\"rows\":[{\"source\":\"hit\",\"row\":{\"id\":3,\"name\":\"Cy\"}},"
                        + "{\"source\":\"hit\",\"row\":" + ADA + "},{\"source\":\"negative\",\"row\":null},"
                        + "{\"source\":\"hit\",\"row\":{\"id\":2,\"name\":\"Bob\"}}]}");
        assertThat(again.header(POSITION)).matches("\\d{42}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/hero:batchGet   | {"keys":[]}                      | 400 | unfit-batch
            /v1/hero:batchGet   | nonsense                         | 400 | unfit-batch
            /v1/hero:batchGet   | {"by":["power"],"keys":[1]}      | 404 | unknown-lookup
            /v1/nobody:batchGet | {"keys":[1]}                     | 404 | unknown-table
            /v1/hero:batchPut   | {"keys":[1]}                     | 404 | no-such-resource
            /v1/hero            | {"keys":[1]}                     | 404 | no-such-resource
            """)
    void aBatchThatCannotBeReadIsAProblem(String target, String body, int status, String type) throws IOException {
        Response response = reader.post(target, body);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains("/problems/" + type);
    }

    /** Redis has a row that the database had once, and is known to be so old. */
    private void keepAda(Duration age) throws SQLException {
        Position change = worker.change("UPDATE %s SET name = 'Ada' WHERE id = 1".formatted(hero.name()));
        worker.apply(put(change, "Ada"));
        worker.catchUp();
        worker.fresh(age);
    }

    private Mutation put(Position position, String name) {
        return new Mutation.Put(
                RowKey.of(hero, List.of(1L)),
                position,
                1_795_608_000_123L,
                new DocumentEncoder().encode(hero, List.of(1L, name)));
    }

    private Response get(String... headers) throws IOException {
        return reader.get("/v1/hero/1", headers);
    }

    private static void answers(Response response, String source, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Lockstep-Source")).isEqualTo(source);
    }
}
