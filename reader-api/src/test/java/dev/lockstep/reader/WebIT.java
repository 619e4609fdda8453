package dev.lockstep.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers and others on the way are told, and how much is taken from anybody. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class WebIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PAGE = "https://app.example";
    private static final int LARGE = 5_000;

    private final Stage stage;
    private final String schema;
    private final Path callers;
    private final RunningReader reader;
    private final HttpClient http = HttpClient.newHttpClient();

    WebIT(Stage stage, @TempDir Path folder) throws SQLException, IOException {
        this.stage = stage;
        this.schema = stage.newSchema();
        this.callers = folder.resolve("callers.json");
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, story TEXT)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, REPEAT('x', %d)), (2, REPEAT('y', 990)), (3, 'z')"
                        .formatted(schema, LARGE),
                "CREATE TABLE %s.held (id INT PRIMARY KEY)".formatted(schema));
        new CallersJson().with("app", "\"tables\": \"*\"").write(callers);
        reader = start(Map.of("READER_CORS", PAGE + ",http://localhost:3000"));
    }

    private RunningReader start(Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("DB_NAME", schema, "DB_TABLE", "hero,held", "CACHE_NAMESPACE", schema));
        settings.putAll(more);
        RunningReader started = RunningReader.start(stage.mysql(), stage.redis(), settings);
        Eventually.holds(
                PATIENCE,
                () -> assertThat(started.get("/v1/hero/3", "X-Api-Key", "app-key")
                                .status())
                        .isEqualTo(200));
        return started;
    }

    @AfterAll
    void close() {
        reader.close();
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/hero/3, 200",
        "HEAD, /v1/hero/3, 200",
        "GET, /v1/hero/9, 404",
        "GET, /v1/nobody/1, 404",
        "GET, /nowhere, 404",
        "DELETE, /v1/hero/3, 405",
        "GET, /health/liveness, 200",
        "GET, /prometheus, 200",
        "GET, /openapi/openapi.yml, 200",
        "GET, /v1/hero/<script>, 400"
    })
    void everyResponseSaysThatItIsNoPage(String method, String target, int status) throws IOException {
        Response response = reader.send(method, target);

        assertThat(response.status()).isEqualTo(status);
        isNoPage(response);
    }

    private static void isNoPage(Response response) {
        assertThat(response.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("content-security-policy", "default-src 'none'")
                .containsEntry("vary", "Accept-Encoding, Origin");
    }

    @Test
    void alsoWhatIsRefusedBeforeAnybodyLooksAtIt() throws IOException {
        isNoPage(reader.get("/v1/hero/" + "x".repeat(20_000)));
        isNoPage(reader.get("/v1/hero/3", "Lockstep-Position", "x".repeat(20_000)));
        isNoPage(reader.send("OPTIONS", "/v1/hero/3", preflight("https://evil.example", "GET", "x-api-key"), ""));
        isNoPage(reader.send("OPTIONS", "/v1/hero/3", preflight(PAGE, "GET", "x-api-key"), ""));
        isNoPage(reader.post("/v1/hero:batchGet", "{\"keys\":[\"" + "x".repeat(1_100_000) + "\"]}"));
    }

    @Test
    void lineHeadersAndBodyHaveTheirBounds() throws IOException {
        assertThat(reader.get("/v1/hero/" + "x".repeat(20_000)).status()).isBetween(413, 414);
        assertThat(reader.get("/v1/hero/3", "Lockstep-Position", "x".repeat(20_000))
                        .status())
                .isBetween(400, 431);
        assertThat(reader.post("/v1/hero:batchGet", "{\"keys\":[\"" + "x".repeat(1_100_000) + "\"]}")
                        .status())
                .isEqualTo(413);
        assertThat(reader.get("/v1/hero/3", "X-Whatever", "x".repeat(15_000)).status())
                .isEqualTo(200);
    }

    @Test
    void aBodyHasItsBoundAlsoWhereItsLengthIsNotSaid() throws IOException {
        String large = "{\"keys\":[\"" + "x".repeat(1_100_000) + "\"]}";
        String chunks = "%x\r\n%s\r\n0\r\n\r\n".formatted(large.length(), large);

        assertThat(reader.send(
                                "POST",
                                "/v1/hero:batchGet",
                                Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked"),
                                chunks)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whatIsSmallOnlyAsLongAsItIsPackedIsNotTaken() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(("{\"keys\":[3" + " ".repeat(5_000_000) + "]}").getBytes(UTF_8));
        }
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(reader.uri().resolve("/v1/hero:batchGet"))
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(bytes.toByteArray()))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isBetween(400, 415);
        assertThat(reader.get("/v1/hero/3").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "snappy", "x-gzip"})
    void aBodyThatIsNotPackedAsItSaysIsNoFailureOfOurs(String encoding) throws IOException {
        Response response = reader.send(
                "POST",
                "/v1/hero:batchGet",
                Map.of("Content-Type", "application/json", "Content-Encoding", encoding),
                "{\"keys\":[[[1]]]}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private static Map<String, String> preflight(String origin, String method, String headers) {
        return Map.of(
                "Origin", origin, "Access-Control-Request-Method", method, "Access-Control-Request-Headers", headers);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /v1/hero/3         | authorization,if-none-match
            GET  | /v1/hero/3         | x-api-key, lockstep-max-staleness, lockstep-consistency, lockstep-position, cache-control
            POST | /v1/hero:batchGet  | content-type,x-api-key
            """)
    void aPageOfTheListMayAsk(String method, String target, String headers) throws IOException {
        Response response = reader.send("OPTIONS", target, preflight(PAGE, method, headers), "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(response.header("Access-Control-Allow-Methods")).isEqualTo(method);
        assertThat(response.header("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(response.headers()).doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://app.example.evil.example | GET    | x-api-key
            http://app.example               | GET    | x-api-key
            https://app.example:444          | GET    | x-api-key
            null                             | GET    | x-api-key
            https://app.example              | DELETE | x-api-key
            https://app.example              | GET    | x-other
            """)
    void othersMayNot(String origin, String method, String headers) throws IOException {
        Response response = reader.send("OPTIONS", "/v1/hero/3", preflight(origin, method, headers), "");

        assertThat(response.status()).isBetween(400, 405);
        assertThat(response.headers()).doesNotContainKeys("access-control-allow-methods");
    }

    @Test
    void aPageOfTheListReadsAllThatIsSaid() throws IOException {
        Response row = reader.get("/v1/hero/3", "Origin", PAGE);
        Response problem = reader.get("/v1/nobody/3", "Origin", PAGE);
        Response other = reader.get("/v1/hero/3", "Origin", "https://evil.example");

        assertThat(row.status()).isEqualTo(200);
        assertThat(row.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(row.header("Access-Control-Expose-Headers").split(",", -1))
                .containsExactlyInAnyOrder(
                        "ETag",
                        "Retry-After",
                        "Lockstep-Source",
                        "Lockstep-Staleness",
                        "Lockstep-Position",
                        "Lockstep-Epoch",
                        "Lockstep-Committed");
        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(other.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aPageAlsoReadsThatItMustSayWhoItIs() throws IOException {
        try (RunningReader closed = start(Map.of("READER_CORS", PAGE, "READER_CALLERS", callers.toString()))) {
            Response preflight = closed.send("OPTIONS", "/v1/hero/3", preflight(PAGE, "GET", "x-api-key"), "");
            Response denied = closed.get("/v1/hero/3", "Origin", PAGE);

            assertThat(preflight.status()).isEqualTo(200);
            assertThat(denied.status()).isEqualTo(401);
            assertThat(denied.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(denied.header("Vary")).isEqualTo("Accept-Encoding, Authorization, X-Api-Key, Origin");
        }
    }

    @Test
    void withoutAListNoPageMay() throws IOException {
        try (RunningReader plain = start(Map.of())) {
            assertThat(plain.send("OPTIONS", "/v1/hero/3", preflight(PAGE, "GET", "x-api-key"), "")
                            .headers())
                    .doesNotContainKey("access-control-allow-origin");
            assertThat(plain.get("/v1/hero/3", "Origin", PAGE).headers())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void aLargeBodyIsCompressedForWhoeverTakesIt() throws Exception {
        HttpResponse<byte[]> plain = fetch("/v1/hero/1", "identity");
        HttpResponse<byte[]> packed = fetch("/v1/hero/1", "gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.body()).hasSizeLessThan(LARGE / 10);
        assertThat(packed.headers().firstValueAsLong("Content-Length")).hasValue(packed.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding, Origin");
        assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding, Origin");
    }

    @Test
    void theTagOfWhatIsCompressedIsAWeakOne() throws Exception {
        String strong =
                fetch("/v1/hero/1", "identity").headers().firstValue("ETag").orElseThrow();
        String weak = fetch("/v1/hero/1", "gzip").headers().firstValue("ETag").orElseThrow();

        assertThat(weak).isEqualTo("W/" + strong);
        assertThat(reader.get("/v1/hero/1", "If-None-Match", weak, "Accept-Encoding", "gzip")
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/hero/2", "/v1/hero/3", "/v1/hero/9", "/health/liveness"})
    void aSmallBodyIsLeftAlone(String target) throws Exception {
        HttpResponse<byte[]> response = fetch(target, "gzip, zstd, br");

        assertThat(response.body()).hasSizeLessThan(1024);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().firstValue("ETag").orElse("\"")).startsWith("\"");
    }

    @Test
    void aLargeBatchIsCompressedToo() throws Exception {
        HttpResponse<byte[]> packed = http.send(
                HttpRequest.newBuilder(reader.uri().resolve("/v1/hero:batchGet"))
                        .header("Accept-Encoding", "gzip")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"keys\":[1,2,3]}"))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(), UTF_8))
                .contains("xxx", "yyy", "\"z\"");
    }

    private HttpResponse<byte[]> fetch(String target, String encodings) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(reader.uri().resolve(target))
                        .header("Accept-Encoding", encodings)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private long waitingForTables() throws SQLException {
        try (Connection connection = stage.mysql().connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for table%' AND info LIKE '%held%'")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void onlySoManyRequestsAreInWorkAtOnce() throws Exception {
        try (RunningReader narrow = start(Map.of("READER_REQUESTS", "1", "READER_DB_TIMEOUT", "20s"));
                Connection connection = stage.mysql().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLES %s.held WRITE".formatted(schema));
            CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> untilLetIn(narrow, "/v1/held/1"));
            Eventually.holds(PATIENCE, () -> assertThat(waitingForTables()).isPositive());
            Response refused = narrow.get("/v1/hero/3");
            assertThat(refused.body()).startsWith("{\"type\":\"/problems/too-busy\"");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(narrow.get("/health/liveness").status()).isEqualTo(200);

            statement.execute("UNLOCK TABLES");

            assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(404);
            assertThat(narrow.get("/v1/hero/3").status()).isEqualTo(200);
        }
    }

    /** The one who looks whether there is room may be the one who takes it. */
    private static Response untilLetIn(RunningReader from, String target) {
        try {
            Response response = from.get(target);
            while (response.status() == 503) {
                response = from.get(target);
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
