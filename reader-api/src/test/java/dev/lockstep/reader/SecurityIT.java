package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.token.validator.TokenValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what is seen by whom, by HTTP. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class SecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Those that may differ between two answers of which neither may tell anything that the other does not. */
    private static final List<String> OF_THE_MOMENT = List.of("date");

    private final Stage stage;
    private final String schema;
    private final String other;
    private final RedisCache cache;
    private final Path file;
    private final RunningReader reader;

    SecurityIT(Stage stage, @TempDir Path folder) throws SQLException, IOException {
        this.stage = stage;
        this.schema = stage.newSchema();
        this.other = stage.newSchema();
        this.file = folder.resolve("callers.json");
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50), power VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada', 'insight'), (2, 'Bob', 'sleep')".formatted(schema),
                "CREATE TABLE %s.named (id INT PRIMARY KEY, name VARCHAR(50) UNIQUE, code VARCHAR(50) UNIQUE)"
                        .formatted(schema),
                "INSERT INTO %s.named VALUES (1, 'Ada', 'c-1')".formatted(schema),
                "CREATE TABLE %s.secret (id INT PRIMARY KEY, name VARCHAR(50) UNIQUE)".formatted(schema),
                "INSERT INTO %s.secret VALUES (1, 'Eve')".formatted(schema),
                "CREATE TABLE %s.twin (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.twin VALUES (1)".formatted(schema),
                "CREATE TABLE %s.twin (id INT PRIMARY KEY)".formatted(other),
                "INSERT INTO %s.twin VALUES (2)".formatted(other));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        new PlayedWorker(stage.mysql(), cache).open();
        callers().write(file);
        reader = start(Map.of("READER_AUTH", "required", "READER_CALLERS", file.toString()));
    }

    private CallersJson callers() {
        return new CallersJson()
                .with("all", "\"tables\": [\"*\"]")
                .with("app", "\"tables\": [\"hero\", \"named\", \"twin\"]")
                .with("other", "\"tables\": [\"%s.*\"]".formatted(other))
                .with("some", """
                        "tables": ["hero", "named"],
                        "columns": {"hero": ["power", "id"], "named": ["name"]}
                        """)
                .with("slow", "\"tables\": [\"hero\"], \"rate\": 3")
                .with("scraper", "\"tables\": [], \"metrics\": true");
    }

    private RunningReader start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "DB_NAME",
                schema,
                "DB_TABLE",
                "hero,named,secret,twin,%s.twin".formatted(other),
                "DB_LOOKUPS",
                "named:name,named:code,secret:name",
                "CACHE_NAMESPACE",
                schema,
                "READER_FILL_MAX_LAG",
                "1h"));
        settings.putAll(more);
        RunningReader started = RunningReader.start(stage.mysql(), stage.redis(), settings);
        Eventually.holds(
                PATIENCE,
                () -> assertThat(started.get("/health/readiness").status()).isEqualTo(200));
        return started;
    }

    @AfterAll
    void close() {
        reader.close();
        cache.close();
    }

    private Response as(String caller, String target) throws IOException {
        return reader.get(target, "X-Api-Key", CallersJson.key(caller));
    }

    private Response batch(String caller, String table, String body) throws IOException {
        return reader.send(
                "POST",
                "/v1/%s:batchGet".formatted(table),
                Map.of("Content-Type", "application/json", "X-Api-Key", CallersJson.key(caller)),
                body);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/hero/1",
        "HEAD, /v1/hero/1",
        "GET, /v1/hero/by/name/Storm",
        "GET, /v1/secret/1",
        "GET, /v1/nobody/1",
        "POST, /v1/hero:batchGet",
        "GET, /prometheus",
        "GET, /openapi/openapi.yml",
        "GET, /nowhere",
        "GET, /",
        "OPTIONS, /v1/hero/1",
        "GET, /login",
        "POST, /login",
        "GET, /keys",
        "GET, /healthy",
        "GET, //health/liveness",
        "GET, http://localhost/v1/hero/1"
    })
    void whoeverDoesNotSayWhoHeIsIsToldToDoSo(String method, String target) throws IOException {
        Response response = reader.send(method, target);

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"lockstep\"");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        if (!method.equals("HEAD")) {
            assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(response.body())
                    .startsWith("{\"type\":\"/problems/unauthenticated\"")
                    .doesNotContain("Ada");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key, app-key",
        "x-api-key, app-key",
        "X-API-KEY, app-key",
        "Authorization, Bearer app-key",
        "authorization, bearer app-key",
        "AUTHORIZATION, BEARER  app-key"
    })
    void aKeyLetsIn(String header, String value) throws IOException {
        Response response = reader.get("/v1/hero/1", header, value);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"id\":1,\"name\":\"Ada\",\"power\":\"insight\"}");
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(response.header("Vary")).isEqualTo("Accept-Encoding, Authorization, X-Api-Key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            X-Api-Key     | wrong
            X-Api-Key     | ''
            X-Api-Key     | app-key2
            X-Api-Key     | APP-KEY
            X-Api-Key     | app
            X-Api-Key     | app-key, app-key
            X-Api-Key     | Bearer app-key
            Authorization | app-key
            Authorization | Bearer
            Authorization | Bearer wrong
            Authorization | Bearer a.b.c
            Authorization | Bearer app-key app-key
            Authorization | Basic YXBwOmFwcC1rZXk=
            Authorization | Basic app-key
            Authorization | Digest app-key
            Cookie        | JWT=app-key
            """)
    void whatIsNoKeyLetsNobodyIn(String header, String value) throws IOException {
        Response response = reader.get("/v1/hero/1", header, value);

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Bearer realm=\"lockstep\"");
        assertThat(response.body())
                .startsWith("{\"type\":\"/problems/unauthenticated\"")
                .doesNotContain("wrong");
    }

    @Test
    void theHashIsNotTheKey() throws IOException {
        String hash = CallersJson.hash(CallersJson.key("app"));

        assertThat(reader.get("/v1/hero/1", "X-Api-Key", hash).status()).isEqualTo(401);
    }

    @Test
    void headersAsLongAsTheyMayBeAreLookedAtAndLongerOnesAreNot() throws IOException {
        assertThat(reader.get("/v1/hero/1", "X-Api-Key", "x".repeat(15_000)).status())
                .isEqualTo(401);
        assertThat(reader.get("/v1/hero/1", "Authorization", "Bearer " + "x.".repeat(7_500))
                        .status())
                .isEqualTo(401);
        assertThat(reader.get("/v1/hero/1", "X-Api-Key", "x".repeat(20_000)).status())
                .isBetween(400, 431);
        assertThat(as("app", "/v1/hero/1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "SCHEMA.%s",
                "OTHER.%s",
                "%%73%s",
                "%s%%00",
                "%s%%20",
                "%s%%2E",
                "%s*",
                "*",
                "%%2A",
                "*.*",
                "SCHEMA.*",
                "SCHEMA.%s.x",
                ".%s",
                "%s.",
                "SCHEMA%%2E%s",
                "SCHEMA..%s"
            })
    void aTableThatMayNotBeReadIsAnsweredAsOneThatIsNotThere(String pattern) throws IOException {
        for (String caller : List.of("app", "some", "other", "slow", "scraper")) {
            Response forbidden = paced(caller, "/v1/%s/1".formatted(table(pattern, "secret")));
            Response unknown = paced(caller, "/v1/%s/1".formatted(table(pattern, "sacred")));

            assertThat(forbidden.status()).isEqualTo(404);
            assertThat(forbidden.body().replace("secret", "sacred").replace("%73acred", "%73sacred"))
                    .isEqualTo(unknown.body());
            assertThat(stable(forbidden)).isEqualTo(stable(unknown));
            assertThat(forbidden.body()).contains("/problems/unknown-table");
        }
    }

    /** One who is slow has to wait now and then. */
    private Response paced(String caller, String target) throws IOException {
        while (true) {
            Response response = as(caller, target);
            if (response.status() != 429) {
                return response;
            }
        }
    }

    private String table(String pattern, String table) {
        return pattern.formatted(table, table).replace("SCHEMA", schema).replace("OTHER", other);
    }

    private static Map<String, String> stable(Response response) {
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.keySet().removeAll(OF_THE_MOMENT);
        return headers;
    }

    @Test
    void theSameForBatchesLookUpsAndHeads() throws IOException {
        Response batch = batch("app", "secret", "{\"keys\":[1]}");
        Response byName = as("app", "/v1/secret/by/name/Eve");
        Response broken = batch("app", "secret", "{\"keys\":");

        assertThat(batch.body())
                .isEqualTo(batch("app", "sacred", "{\"keys\":[1]}").body().replace("sacred", "secret"));
        assertThat(batch.status()).isEqualTo(404);
        assertThat(byName.body())
                .isEqualTo(as("app", "/v1/sacred/by/name/Eve").body().replace("sacred", "secret"))
                .contains("unknown-table");
        assertThat(broken.body()).isEqualTo(batch.body());
        assertThat(reader.send("HEAD", "/v1/secret/1", Map.of("X-Api-Key", "app-key"), "")
                        .status())
                .isEqualTo(404);
        assertThat(as("app", "/v1/secret/x").body()).contains("unknown-table");
        assertThat(as("all", "/v1/secret/x").body()).contains("unfit-key");
        assertThat(as("all", "/v1/secret/1").body()).isEqualTo("{\"id\":1,\"name\":\"Eve\"}");
        assertThat(batch("all", "secret", "{\"keys\":[1]}").body()).contains("Eve");
    }

    @Test
    void aTableThatIsNotSeenMakesNoNameAmbiguous() throws IOException {
        assertThat(as("app", "/v1/twin/1").body()).isEqualTo("{\"id\":1}");
        assertThat(as("other", "/v1/twin/2").body()).isEqualTo("{\"id\":2}");
        assertThat(as("other", "/v1/%s.twin/2".formatted(other)).status()).isEqualTo(200);
        assertThat(as("other", "/v1/%s.twin/1".formatted(schema)).body()).contains("unknown-table");
        assertThat(as("all", "/v1/twin/1").body()).contains("unknown-table");
    }

    @Test
    void aKeyOpensOnlyWhatItsOwnCallerMayRead() throws IOException {
        assertThat(as("app", "/v1/hero/1").status()).isEqualTo(200);
        assertThat(as("other", "/v1/hero/1").status()).isEqualTo(404);
        assertThat(as("scraper", "/v1/hero/1").status()).isEqualTo(404);
        assertThat(reader.get("/v1/secret/1", "X-Api-Key", "app-key", "Authorization", "Bearer wrong")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyTheColumnsOfACallerAreAnsweredWhereverTheRowComesFrom() throws IOException {
        Response whole = as("app", "/v1/hero/2");
        Response first = as("some", "/v1/hero/2");
        Response hit = as("some", "/v1/hero/2");

        assertThat(whole.body()).isEqualTo("{\"id\":2,\"name\":\"Bob\",\"power\":\"sleep\"}");
        assertThat(hit.header("Lockstep-Source")).isEqualTo("hit");
        assertThat(hit.body()).isEqualTo("{\"id\":2,\"power\":\"sleep\"}").isEqualTo(first.body());
        assertThat(hit.header("Content-Length"))
                .isEqualTo(Integer.toString(hit.body().length()));
        assertThat(hit.header("ETag")).isEqualTo(first.header("ETag")).isNotEqualTo(whole.header("ETag"));
        assertThat(reader.get("/v1/hero/2", "X-Api-Key", "some-key", "If-None-Match", hit.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(reader.get("/v1/hero/2", "X-Api-Key", "some-key", "If-None-Match", whole.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(batch("some", "hero", "{\"keys\":[2,9,1]}").body())
                .contains("\"row\":{\"id\":2,\"power\":\"sleep\"}", "\"row\":null", "{\"id\":1,\"power\":\"insight\"}")
                .doesNotContain("Bob")
                .doesNotContain("name");
        assertThat(reader.get("/v1/hero/2", "X-Api-Key", "some-key", "Lockstep-Consistency", "strong")
                        .body())
                .isEqualTo(hit.body());
    }

    @Test
    void rowsAreNotFoundByColumnsThatAreNotSeenButByTheirKey() throws IOException {
        Response hidden = as("some", "/v1/named/by/code/c-1");
        Response unknown = as("some", "/v1/named/by/cude/c-1");

        assertThat(as("app", "/v1/named/by/code/c-1").body()).contains("\"code\":\"c-1\"");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.body())
                .contains("unknown-lookup")
                .isEqualTo(unknown.body().replace("cude", "code"));
        assertThat(batch("some", "named", "{\"by\":[\"code\"],\"keys\":[\"c-1\"]}")
                        .body())
                .isEqualTo(batch("some", "named", "{\"by\":[\"cude\"],\"keys\":[\"c-1\"]}")
                        .body());
        assertThat(as("some", "/v1/named/by/name/Ada").body()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(as("some", "/v1/named/1").body()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(batch("some", "named", "{\"by\":[\"name\"],\"keys\":[\"Ada\"]}")
                        .body())
                .contains("\"row\":{\"name\":\"Ada\"}");
    }

    @Test
    void whoeverAsksTooOftenIsToldWhenToComeAgain() throws IOException {
        Response refused = as("slow", "/v1/hero/1");
        for (int i = 0; i < 100 && refused.status() != 429; i++) {
            refused = as("slow", "/v1/hero/1");
        }

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body()).startsWith("{\"type\":\"/problems/too-many-requests\"");
        assertThat(as("app", "/v1/hero/1").status()).isEqualTo(200);
        Eventually.holds(
                PATIENCE, () -> assertThat(as("slow", "/v1/hero/1").status()).isEqualTo(200));
    }

    @Test
    void theMetricsAreForThoseWhoMayReadThem() throws IOException {
        assertThat(as("scraper", "/prometheus").body()).contains("lockstep_reader_answers_total");
        for (String variant : List.of("/prometheus", "/prometheus/", "/prometheus?x=1", "/prometheus%3F")) {
            Response response = as("app", variant);
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).startsWith("{\"type\":\"/problems/forbidden\"");
        }
        for (String variant : List.of(
                "/%70rometheus",
                "/v1/../prometheus",
                "//prometheus",
                "/./prometheus",
                "/PROMETHEUS",
                "/health/../prometheus",
                "/prometheus;a=b",
                "http://localhost/prometheus",
                "prometheus")) {
            assertThat(as("app", variant).body()).doesNotContain("lockstep_reader");
            assertThat(reader.get(variant).body()).doesNotContain("lockstep_reader");
        }
    }

    @Test
    void healthIsForEverybodyAndTheDescriptionForCallers() throws IOException {
        assertThat(reader.get("/health/liveness").status()).isEqualTo(200);
        assertThat(reader.get("/health/readiness").status()).isEqualTo(200);
        assertThat(reader.get("/health").status()).isEqualTo(200);
        assertThat(reader.get("/health/liveness", "X-Api-Key", "wrong").status())
                .isEqualTo(200);
        assertThat(as("app", "/openapi/openapi.yml").body()).contains("X-Api-Key", "securitySchemes");
        assertThat(as("app", "/nowhere").body()).contains("no-such-resource");
        assertThat(reader.get("/health/../v1/hero/1").status()).isEqualTo(404);
        assertThat(reader.get("/health/..%2Fv1/hero/1").status()).isEqualTo(404);
    }

    @Test
    void onlyWhatMayBeReadIsListed() throws IOException {
        assertThat(as("app", "/v1").body())
                .contains("\"table\":\"hero\"", "\"table\":\"named\"", "\"table\":\"twin\"")
                .doesNotContain("secret", other);
        assertThat(as("other", "/v1").body()).contains("\"table\":\"twin\"").doesNotContain("hero", "secret");
        assertThat(as("scraper", "/v1").body()).isEqualTo("{\"tables\":[]}");
        assertThat(reader.get("/v1").status()).isEqualTo(401);
    }

    @Test
    void callersComeAndGoWithoutARestart() throws IOException {
        callers().with("new", "\"tables\": [\"hero\"]").write(file);
        Eventually.holds(
                PATIENCE, () -> assertThat(as("new", "/v1/hero/1").status()).isEqualTo(200));

        callers().write(file);

        Eventually.holds(
                PATIENCE, () -> assertThat(as("new", "/v1/hero/1").status()).isEqualTo(401));
        assertThat(as("app", "/v1/hero/1").status()).isEqualTo(200);
    }

    @Test
    void aKeyCostsNothingOfWhatATokenCosts() {
        assertThat(reader.has(SecurityFilter.class)).isFalse();
        assertThat(reader.has(TokenValidator.class)).isFalse();
    }

    @Test
    void whereNobodyIsAskedNothingOfItIsOnTheWay() throws IOException {
        try (RunningReader open = start(Map.of())) {
            assertThat(open.has(SecurityFilter.class)).isFalse();
            assertThat(open.has(TokenValidator.class)).isFalse();
            Response response = open.get("/v1/hero/1");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(response.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(open.get("/v1/secret/1", "X-Api-Key", "wrong").status()).isEqualTo(200);
            assertThat(open.get("/prometheus").status()).isEqualTo(200);
        }
    }
}
