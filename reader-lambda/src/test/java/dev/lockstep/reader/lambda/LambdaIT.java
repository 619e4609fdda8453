package dev.lockstep.reader.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.settings.InvalidSettingsException;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crac.Core;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The function and the service side by side, on the same MySQL and Redis: what the one says to an event, the other says to
 * the request that the event tells of.
 */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class LambdaIT {

    private static final Path READER = Path.of("..", "reader-api", "target", "reader-api.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    /** What Lambda has in the environment besides the settings, of the names that come near to one. */
    private static final Map<String, String> LAMBDA = Map.of(
            "_HANDLER", "dev.lockstep.reader.lambda.ReaderFunction",
            "AWS_LAMBDA_FUNCTION_NAME", "reader",
            "AWS_LAMBDA_LOG_FORMAT", "Text",
            "AWS_LAMBDA_LOG_LEVEL", "INFO",
            "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
            "LAMBDA_TASK_ROOT", "/var/task",
            "TZ", ":UTC");

    private final Stage stage;
    private final String schema;
    private final Map<String, String> environment = new HashMap<>();
    private final RedisCache cache;
    private final ServiceProcess service;
    private final ReaderFunction function;

    LambdaIT(Stage stage) throws SQLException {
        this.stage = stage;
        schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50) UNIQUE)".formatted(schema),
                "CREATE TABLE %s.pair (a VARCHAR(50), b VARCHAR(50), PRIMARY KEY (a, b))".formatted(schema),
                "CREATE TABLE %s.txt (k VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY)"
                        .formatted(schema),
                "CREATE TABLE %s.held (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada'), (2, 'Zoë'), (3, '\"<b>')".formatted(schema),
                "INSERT INTO %s.pair VALUES ('a,b', 'c')".formatted(schema),
                "INSERT INTO %s.txt VALUES ('100%%'), ('a/b'), ('a+b'), ('a b'), ('é'), ('%%2C'), ('a#b'), ('..')"
                        .formatted(schema),
                "INSERT INTO %s.held VALUES (1)".formatted(schema),
                "CREATE USER %s IDENTIFIED BY 'lambda'".formatted(schema),
                "GRANT SELECT ON %s.* TO %s".formatted(schema, schema),
                "GRANT REPLICATION CLIENT ON *.* TO %s".formatted(schema));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        new PlayedWorker(stage.mysql(), cache).open();
        environment.putAll(Map.of(
                "DB_HOST",
                stage.mysql().host(),
                "DB_PORT",
                Integer.toString(stage.mysql().port()),
                "DB_USER",
                stage.mysql().user(),
                "DB_PASS",
                stage.mysql().password(),
                "DB_NAME",
                schema,
                "DB_TABLE",
                "hero,pair,txt,held",
                "DB_LOOKUPS",
                "hero:name",
                "REDIS_URL",
                stage.redis().uri().toString(),
                "CACHE_NAMESPACE",
                schema,
                "READER_FILL_MAX_LAG",
                "1h"));
        environment.put("READER_AUTH", "none");
        service = startService();
        function = startFunction(Map.of("READER_DB_POOL", "1"));
    }

    @AfterAll
    void close() {
        function.beforeCheckpoint(Core.getGlobalContext());
        service.close();
        cache.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/hero/1, 200",
        "GET, /v1/hero/2, 200",
        "GET, /v1/hero/3, 200",
        "GET, /v1/hero/404, 404",
        "GET, /v1/hero/1?pretty&a=b, 200",
        "HEAD, /v1/hero/1, 200",
        "HEAD, /v1/hero/404, 404",
        "HEAD, /v1/hero/x, 400",
        "GET, /v1/hero/by/name/Zo%C3%AB, 200",
        "GET, /v1/hero/by/xp/1, 404",
        "GET, '/v1/pair/a%2Cb,c', 200",
        "GET, '/v1/pair/a,b,c', 400",
        "GET, /v1/txt/100%25, 200",
        "GET, /v1/txt/a%2Fb, 200",
        "GET, /v1/txt/a/b, 200",
        "GET, /v1/txt/a+b, 200",
        "GET, /v1/txt/a%20b, 200",
        "GET, /v1/txt/%C3%A9, 200",
        "GET, /v1/txt/%252C, 200",
        "GET, /v1/txt/.., 200",
        "GET, /v1/txt/, 404",
        "GET, /v1/hero/x, 400",
        "GET, /v1/hero/%ff, 400",
        "GET, /v1/nobody/1, 404",
        "GET, /v1/n%3Cb%3E/1, 404",
        "GET, /v1/hero, 404",
        "GET, /v1//1, 404",
        "GET, /, 404",
        "GET, /v2/hero/1, 404",
        "POST, /v1/hero/1, 405",
        "DELETE, /v1/hero/1, 405",
        "GET, /health/liveness, 200",
        "GET, /openapi/openapi.yml, 200"
    })
    void anEventIsAnsweredAsTheRequestIs(String method, String target, int status) throws IOException {
        Answered answered = same(SentEvent.ofFunctionUrl(method, target));

        assertThat(answered.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/hero/%31%zz, 400",
        "/v1/txt/%zz, 400",
        "/v1/txt/%, 400",
        "/v1/hero/{a}, 400",
        "/v1/txt/{a}, 404",
        "/v1/txt/<script>, 404",
        "//v1/hero/1, 404"
    })
    void whatIsNoUriIsAProblem(String target, int status) throws IOException {
        Answered answered = answer(SentEvent.ofFunctionUrl("GET", target).json());

        assertThat(answered.status()).isEqualTo(status);
        assertThat(answered.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answered.body()).doesNotContain("<script").doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/hero/1   | /v1/hero/1
            /v1/txt/100% | /v1/txt/100%25
            /v1/txt/%2C  | /v1/txt/%252C
            /v1/txt/a/b  | /v1/txt/a%2Fb
            /v1/txt/a b  | /v1/txt/a%20b
            /v1/txt/é    | /v1/txt/%C3%A9
            /v1/txt/a#b  | /v1/txt/a%23b
            """)
    void anHttpApiDecodesThePathAndItIsAnsweredAllTheSame(String decoded, String target) throws IOException {
        Answered ofDefault = same(SentEvent.ofHttpApi("GET", decoded), target);
        Answered ofStage = same(SentEvent.ofHttpApi("GET", "/prod" + decoded).in("prod"), target);

        assertThat(ofDefault.status()).isEqualTo(200);
        assertThat(ofStage.status()).isEqualTo(200);
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws IOException {
        String tag = same(SentEvent.ofFunctionUrl("GET", "/v1/hero/1")).header("ETag");

        Answered one = same(SentEvent.ofFunctionUrl("GET", "/v1/hero/1").with(Map.of("If-None-Match", tag), ""));
        Answered several =
                same(SentEvent.ofFunctionUrl("GET", "/v1/hero/1").with(Map.of("If-None-Match", "\"x\"," + tag), ""));
        Answered another =
                same(SentEvent.ofFunctionUrl("GET", "/v1/hero/1").with(Map.of("If-None-Match", "\"x\",\"y\""), ""));

        assertThat(one.status()).isEqualTo(304);
        assertThat(one.body()).isEmpty();
        assertThat(several.status()).isEqualTo(304);
        assertThat(another.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Lockstep-Consistency, strong, 200",
        "Lockstep-Consistency, weak, 400",
        "Lockstep-Max-Staleness, 1h, 200",
        "Lockstep-Max-Staleness, soon, 400",
        "Cache-Control, 'no-transform, no-cache', 200"
    })
    void demandsAreHeard(String name, String value, int status) throws IOException {
        Answered answered = same(SentEvent.ofFunctionUrl("GET", "/v1/hero/1").with(Map.of(name, value), ""));

        assertThat(answered.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keys\":[1,\"2\",404,\"x\"]}",
                "{\"by\":[\"name\"],\"keys\":[\"Zoë\",\"nobody\"]}",
                "{\"by\":[\"xp\"],\"keys\":[1]}",
                "{\"keys\":[]}",
                "{\"keys\":",
                "x"
            })
    void aBatchIsAnsweredWhicheverWayItsBodyComes(String body) throws IOException {
        SentEvent sent = SentEvent.ofFunctionUrl("POST", "/v1/hero:batchGet").with(JSON, body);
        ask(sent, sent.path());
        Response expected = ask(sent, sent.path());

        assertSame(answer(sent.json()), expected);
        assertSame(answer(sent.inBase64()), expected);
    }

    @Test
    void aBodyThatIsMissingOrOfAnotherKindOrTooLargeIsAProblem() throws IOException {
        SentEvent batch = SentEvent.ofFunctionUrl("POST", "/v1/hero:batchGet");
        String large = "{\"keys\":[\"" + "x".repeat(1 << 20) + "\"]}";

        assertThat(same(batch.with(JSON, "")).status()).isEqualTo(400);
        assertThat(same(batch.with(Map.of("Content-Type", "text/plain"), "{\"keys\":[1]}"))
                        .status())
                .isEqualTo(415);
        assertThat(answer(batch.with(JSON, large).json()).status()).isEqualTo(413);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsUnavailable() throws IOException, SQLException {
        try (Connection connection = stage.mysql().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLES %s.held WRITE".formatted(schema));

            Answered answered = same(SentEvent.ofFunctionUrl("GET", "/v1/held/1"));

            assertThat(answered.status()).isEqualTo(503);
            assertThat(answered.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void noConnectionIsInASnapshotAndEachRestoredOneHasItsOwn() throws IOException, SQLException {
        ReaderFunction snapshot = startFunction(Map.of("DB_USER", schema, "DB_PASS", "lambda", "READER_DB_POOL", "1"));
        assertThat(connections()).isEqualTo(1);

        snapshot.beforeCheckpoint(Core.getGlobalContext());
        Eventually.holds(PATIENCE, () -> assertThat(connections()).isZero());

        long begin = System.nanoTime();
        snapshot.afterRestore(Core.getGlobalContext());
        System.out.printf("restored in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        SentEvent sent = SentEvent.ofFunctionUrl("GET", "/v1/hero/1");
        assertSame(answer(snapshot, sent.json()), ask(sent, sent.path()));
        assertThat(connections()).isEqualTo(1);

        snapshot.beforeCheckpoint(Core.getGlobalContext());
    }

    @Test
    void aFunctionThatCannotAnswerDoesNotStart() {
        assertThatThrownBy(() -> startFunction(Map.of("DB_TABLE", "hero,nowhere")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(schema + ".nowhere: no such table");
        assertThatThrownBy(() -> startFunction(Map.of("READER_LEESE", "2s")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("READER_LEASE");
        assertThatThrownBy(() -> startFunction(Map.of("READER_AUTH", "auto")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("READER_CALLERS");
    }

    @Test
    void onlyWhoIsKnownIsAnswered(@TempDir Path folder) throws IOException {
        Path callers = folder.resolve("callers.json");
        new CallersJson().with("app", "\"tables\": [\"pair\"]").write(callers);
        ReaderFunction guarded = startFunction(Map.of("READER_AUTH", "auto", "READER_CALLERS", callers.toString()));
        SentEvent sent = SentEvent.ofFunctionUrl("GET", "/v1/pair/a%2Cb,c");
        Map<String, String> key = Map.of("X-Api-Key", CallersJson.key("app"));

        assertThat(answer(guarded, sent.json()).status()).isEqualTo(401);
        assertThat(answer(guarded, sent.with(key, "").json()).status()).isEqualTo(200);
        assertThat(answer(
                                guarded,
                                SentEvent.ofFunctionUrl("GET", "/v1/hero/1")
                                        .with(key, "")
                                        .json())
                        .status())
                .isEqualTo(404);
        assertThat(answer(guarded, SentEvent.ofFunctionUrl("GET", "/prometheus").json())
                        .status())
                .isEqualTo(401);
        guarded.beforeCheckpoint(Core.getGlobalContext());
    }

    @Test
    void withoutItsDatabaseItStartsAndSaysSo() throws IOException {
        ReaderFunction alone = startFunction(Map.of("DB_PORT", Integer.toString(FreePort.find())));

        Answered answered =
                answer(alone, SentEvent.ofFunctionUrl("GET", "/v1/hero/1").json());

        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.body()).contains("/problems/not-ready");
        alone.beforeCheckpoint(Core.getGlobalContext());
    }

    private ServiceProcess startService() {
        Map<String, String> settings = new HashMap<>(environment);
        URI http = URI.create("http://127.0.0.1:" + FreePort.find());
        settings.put("HTTP_PORT", Integer.toString(http.getPort()));
        return ServiceProcess.start(new ServiceOptions(
                "reader-api",
                READER,
                List.of("-Xmx256m"),
                settings,
                Path.of("target", "reader-api-" + schema + ".log"),
                http,
                PATIENCE));
    }

    private ReaderFunction startFunction(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(LAMBDA);
        all.putAll(more);
        return new ReaderFunction(all);
    }

    /** The service's answer and then the function's; the row is in Redis for both. */
    private Answered same(SentEvent sent) throws IOException {
        return same(sent, sent.path());
    }

    private Answered same(SentEvent sent, String target) throws IOException {
        ask(sent, target);
        Response expected = ask(sent, target);
        Answered answered = answer(sent.json());
        assertSame(answered, expected);
        return answered;
    }

    private Response ask(SentEvent sent, String target) throws IOException {
        return RawHttp.send(service.http(), sent.method(), target, sent.headers(), sent.body());
    }

    private Answered answer(byte[] event) throws IOException {
        return answer(function, event);
    }

    private static Answered answer(ReaderFunction asked, byte[] event) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        asked.handleRequest(new ByteArrayInputStream(event), output, new Invocation());
        return Answered.parse(output.toByteArray());
    }

    private static void assertSame(Answered answered, Response expected) {
        assertThat(answered.status()).isEqualTo(expected.status());
        assertThat(told(answered.headers())).isEqualTo(told(expected.headers()));
        assertThat(answered.body()).isEqualTo(expected.body());
    }

    /** Without what is between a server and its connection, and with no time, which goes on from one answer to the next. */
    private static Map<String, String> told(Map<String, String> headers) {
        Map<String, String> told = new TreeMap<>(headers);
        told.keySet().removeAll(List.of("connection", "date", "expires"));
        told.computeIfPresent("lockstep-staleness", (name, age) -> age.replaceAll("\\d+ms", "0ms"));
        return told;
    }

    private int connections() throws SQLException {
        try (Connection connection = stage.mysql().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE user = '%s'".formatted(schema))) {
            row.next();
            return row.getInt(1);
        }
    }
}
