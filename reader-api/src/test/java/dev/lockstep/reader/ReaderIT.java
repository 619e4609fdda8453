package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
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
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole reader by HTTP, on a real MySQL and a real Redis; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReaderIT {

    private final TableSchema hero;
    private final RedisCache cache;
    private final PlayedWorker worker;
    private final RunningReader reader;

    ReaderIT(Stage stage) throws SQLException, IOException {
        String schema = stage.newSchema();
        String other = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "CREATE TABLE %s.txt (k VARCHAR(3000) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY)"
                        .formatted(schema),
                "CREATE TABLE %s.pair (a VARCHAR(50), b VARCHAR(50), PRIMARY KEY (a, b))".formatted(schema),
                "CREATE TABLE %s.shaped (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.shaped VALUES (1)".formatted(schema),
                "CREATE TABLE %s.place (id INT PRIMARY KEY, at GEOMETRY)".formatted(schema),
                "INSERT INTO %s.place VALUES (1, ST_GeomFromText('POINT(1 2)')), (2, ST_GeomFromText('%s'))"
                        .formatted(schema, "GEOMETRYCOLLECTION(".repeat(102) + "POINT(1 2)" + ")".repeat(102)),
                "CREATE TABLE %s.twin (id INT PRIMARY KEY)".formatted(schema),
                "CREATE TABLE %s.twin (id INT PRIMARY KEY)".formatted(other),
                "INSERT INTO %s.twin VALUES (1)".formatted(other));
        hero = new TableSchema(
                new TableName(schema, "hero"),
                List.of(new Column("id", ColumnType.INTEGER, 0, 0), new Column("name", ColumnType.TEXT, 0, 0)),
                List.of(new Column("id", ColumnType.INTEGER, 0, 0)));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        worker = new PlayedWorker(stage.mysql(), cache).open();
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of(
                        "DB_NAME",
                        schema,
                        "DB_TABLE",
                        "hero,txt,pair,shaped,place,twin," + other + ".twin",
                        "CACHE_NAMESPACE",
                        schema,
                        "READER_FILL_MAX_LAG",
                        "1h"));
        Eventually.holds(
                Duration.ofSeconds(30),
                () -> assertThat(reader.get("/health/readiness").status()).isEqualTo(200));
    }

    @AfterAll
    void close() {
        reader.close();
        cache.close();
    }

    @Test
    void aRowIsFilledAndThenReadFromRedisAlone() throws IOException, SQLException {
        worker.change("INSERT INTO %s VALUES (1, 'Ada')".formatted(hero.name()));
        worker.catchUp();
        double reads = reader.meter("lockstep_reader_database_reads_total");
        double hits = reader.meter("lockstep_reader_answers_total{source=\"hit\"}");
        double stored = reader.meter("lockstep_reader_fills_total{outcome=\"stored\"}");

        Response miss = reader.get("/v1/hero/1");
        Response hit = reader.get("/v1/hero/1");

        assertThat(miss.status()).isEqualTo(200);
        assertThat(miss.header("Lockstep-Source")).isEqualTo("miss");
        assertThat(miss.header("Lockstep-Staleness")).isEqualTo("0ms");
        assertThat(hit.status()).isEqualTo(200);
        assertThat(hit.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(hit.header("Lockstep-Staleness")).matches("\\d+ms");
        assertThat(hit.header("Content-Type")).isEqualTo("application/json");
        assertThat(hit.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(hit.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(hit.body()).isEqualTo("{\"id\":1,\"name\":\"Ada\"}").isEqualTo(miss.body());
        assertThat(reader.meter("lockstep_reader_database_reads_total")).isEqualTo(reads + 1);
        assertThat(reader.meter("lockstep_reader_answers_total{source=\"hit\"}"))
                .isEqualTo(hits + 1);
        assertThat(reader.meter("lockstep_reader_fills_total{outcome=\"stored\"}"))
                .isEqualTo(stored + 1);
        assertThat(reader.meter("lockstep_reader_staleness_seconds")).isNotNegative();
    }

    @Test
    void aRowWithoutADocumentIsAProblemAndTheOthersOfItsBatchAreNot() throws IOException {
        Response alone = reader.get("/v1/place/2");
        Response strong = reader.get("/v1/place/2", "Lockstep-Consistency", "strong");
        Response batch = reader.post("/v1/place:batchGet", "{\"keys\":[1,2,3]}");

        assertThat(alone.status()).isEqualTo(strong.status()).isEqualTo(500);
        assertThat(alone.body()).isEqualTo(strong.body()).contains("\"type\":\"/problems/unfit-row\"");
        assertThat(batch.status()).isEqualTo(200);
        assertThat(batch.header("Retry-After")).isEmpty();
        assertThat(batch.body())
                .contains("\"row\":{\"id\":1,\"at\":{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}}")
                .contains("{\"problem\":\"/problems/unfit-row\"")
                .endsWith("\"row\":null}]}");
    }

    @Test
    void anAbsentRowIsAProblemUntilItIsInserted() throws IOException, SQLException {
        assertThat(reader.get("/v1/hero/2").header("Lockstep-Source")).isEqualTo("miss");
        Response negative = reader.get("/v1/hero/2");

        assertThat(negative.status()).isEqualTo(404);
        assertThat(negative.header("Lockstep-Source")).isEqualTo("negative");
        assertThat(negative.header("Lockstep-Staleness")).matches("\\d+ms");
        assertThat(negative.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(negative.body())
                .isEqualTo("{\"type\":\"/problems/row-not-found\",\"title\":\"There is no such row\",\"status\":404,"
                        + "\"detail\":\"the table has no row of this key\",\"instance\":\"/v1/hero/2\"}");

        Position insert = worker.change("INSERT INTO %s VALUES (2, 'Bob')".formatted(hero.name()));
        Document document = new DocumentEncoder().encode(hero, List.of(2L, "Bob"));
        worker.apply(new Mutation.Put(RowKey.of(hero, List.of(2L)), insert, 1, document));

        Response hit = reader.get("/v1/hero/2");
        assertThat(hit.status()).isEqualTo(200);
        assertThat(hit.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(hit.body()).isEqualTo("{\"id\":2,\"name\":\"Bob\"}");
    }

    @Test
    void headSaysWhatGetSaysWithoutTheBody() throws IOException, SQLException {
        worker.change("INSERT INTO %s VALUES (3, 'Eve')".formatted(hero.name()));
        worker.catchUp();
        Response get = reader.get("/v1/hero/3");

        Response head = reader.send("HEAD", "/v1/hero/3");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        Response absent = reader.send("HEAD", "/v1/hero/404");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(absent.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a%2Cb       | 'a,b'
            a%2Fb       | 'a/b'
            a/b         | 'a/b'
            100%25      | '100%'
            %2525       | '%25'
            a+b         | 'a+b'
            a%20b       | 'a b'
            a;b=1       | 'a;b=1'
            a&b         | 'a&b'
            %7Ba%7D     | '{a}'
            ..          | '..'
            .           | '.'
            a.json      | 'a.json'
            %2e%2e%2Fx  | '../x'
            %C3%A9      | 'é'
            q%3Fx%23    | 'q?x#'
            %22%3Cb%3E  | '"<b>'
            %00         | x'00'
            """)
    void aKeyIsTakenFromThePathAsItWasSent(String path, String sql) throws IOException, SQLException {
        TableName txt = new TableName(hero.name().schema(), "txt");
        worker.change("DELETE FROM " + txt);
        worker.change("INSERT INTO %s VALUES (%s)".formatted(txt, sql));
        worker.fence(txt);

        Response miss = reader.get("/v1/txt/" + path);
        Response hit = reader.get("/v1/txt/" + path);

        assertThat(miss.status()).isEqualTo(200);
        assertThat(miss.header("Lockstep-Source")).isEqualTo("miss");
        assertThat(hit.status()).isEqualTo(200);
        assertThat(hit.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(hit.body()).isEqualTo(miss.body());
    }

    @Test
    void aKeyMayBeTheEmptyString() throws IOException, SQLException {
        TableName txt = new TableName(hero.name().schema(), "txt");
        TableName pair = new TableName(hero.name().schema(), "pair");
        worker.change("REPLACE INTO %s VALUES ('')".formatted(txt));
        worker.change("REPLACE INTO %s VALUES ('', 'x'), ('', ''), ('x', '')".formatted(pair));
        worker.fence(txt);

        assertThat(reader.get("/v1/txt/").body()).isEqualTo("{\"k\":\"\"}");
        assertThat(reader.get("/v1/pair/,x").body()).isEqualTo("{\"a\":\"\",\"b\":\"x\"}");
        assertThat(reader.get("/v1/pair/x,").body()).isEqualTo("{\"a\":\"x\",\"b\":\"\"}");
        assertThat(reader.get("/v1/pair/,").body()).isEqualTo("{\"a\":\"\",\"b\":\"\"}");
    }

    @Test
    void aKeyMayBeAsLongAsMySqlTakesIt() throws IOException, SQLException {
        TableName txt = new TableName(hero.name().schema(), "txt");
        worker.change("INSERT INTO %s VALUES (REPEAT(',', 3000))".formatted(txt));
        worker.fence(txt);

        assertThat(reader.get("/v1/txt/" + "%2C".repeat(3000)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/hero/x",
                "/v1/hero/",
                "/v1/hero/1.5",
                "/v1/hero/1/",
                "/v1/hero/1,2",
                "/v1/hero/%31%zz",
                "/v1/hero/%ff",
                "/v1/txt/a,b",
                "/v1/txt/<script>alert(1)</script>",
                "/v1/txt/{a}",
                "/v1/txt/a b"
            })
    void aKeyThatDoesNotFitIsABadRequest(String target) throws IOException {
        Response response = reader.get(target);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .doesNotContain("<script")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nobody/1, 404, unknown-table",
        "GET, /v1/n%3Cb%3E/1, 404, unknown-table",
        "GET, /v1/twin/1, 404, unknown-table",
        "GET, /v1/hero, 404, no-such-resource",
        "GET, /v1//1, 404, no-such-resource",
        "GET, /, 404, no-such-resource",
        "GET, /v2/hero/1, 404, no-such-resource",
        "POST, /v1/hero/1, 405, method-not-allowed",
        "DELETE, /v1/hero/1, 405, method-not-allowed"
    })
    void whatIsNotThereIsAProblem(String method, String target, int status, String type) throws IOException {
        Response response = reader.send(method, target);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body())
                .contains("\"type\":\"/problems/" + type + "\"")
                .contains("\"status\":" + status);
    }

    @Test
    void aTableWhoseNameIsAmbiguousIsReadWithItsSchema() throws IOException {
        String schema = hero.name().schema();

        assertThat(reader.get("/v1/%s.hero/404".formatted(schema)).status()).isEqualTo(404);
        assertThat(reader.get("/v1/%s.twin/1".formatted(schema)).body()).contains("row-not-found");
        assertThat(reader.get("/v1/hero/404").body()).contains("row-not-found");
    }

    @Test
    void aTableThatChangesItsShapeIsReadAndFilledInTheNewOne() throws IOException, SQLException {
        TableName shaped = new TableName(hero.name().schema(), "shaped");
        assertThat(reader.get("/v1/shaped/1").body()).isEqualTo("{\"id\":1}");

        worker.change("ALTER TABLE %s ADD COLUMN power INT DEFAULT 5".formatted(shaped));
        worker.reshaped(shaped);
        worker.reopen();

        Response bypass = reader.get("/v1/shaped/1");
        Response miss = reader.get("/v1/shaped/1");
        Response hit = reader.get("/v1/shaped/1");
        assertThat(bypass.header("Lockstep-Source")).isEqualTo("bypass");
        assertThat(miss.header("Lockstep-Source")).isEqualTo("miss");
        assertThat(hit.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(hit.body())
                .isEqualTo("{\"id\":1,\"power\":5}")
                .isEqualTo(miss.body())
                .isEqualTo(bypass.body());
    }

    @Test
    void healthSaysWhatItStandsOn() throws IOException {
        assertThat(reader.get("/health/liveness").status()).isEqualTo(200);
        assertThat(reader.get("/health/readiness").body())
                .contains("\"watermark\":\"1/")
                .contains("\"answers\":true")
                .contains("\"tables\":\"known\"");
    }

    @Test
    void theTablesAreListedWithTheirKeys() throws IOException {
        Response response = reader.get("/v1");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.body())
                .contains("{\"table\":\"hero\",\"key\":[{\"column\":\"id\",\"type\":\"integer\"}],\"lookups\":");
    }

    @Test
    void theOpenApiDocumentIsServed() throws IOException {
        Response response = reader.get("/openapi/openapi.yml");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .contains("/v1/{table}/{key}:", "/v1/{table}/changes:")
                .contains("Lockstep-Staleness");
    }
}
