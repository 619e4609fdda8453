package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random and hostile requests: paths, encodings, keys, headers and bodies. Whatever comes, the answer is a deliberate one. For more of
 * them: {@code -Dlockstep.hostile.requests=1000000}, and {@code -Dlockstep.hostile.seed} for the same again.
 */
@ExtendWith(Stage.Extension.class)
@Tag("any-server")
final class HostileIT {

    private static final int REQUESTS = Integer.getInteger("lockstep.hostile.requests", 3_000);
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String CHUNKED = "chunked";
    private static final String BATCH = ":batchGet";
    private static final String SECRET = "kept-to-ourselves";
    private static final String MARKUP = "<script>alert(1)</script>";

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "LOCK");
    private static final List<String> PLACES = List.of(
            "/v1/hero/%s",
            "/v1/hero/by/name/%s",
            "/v1/hero/%s/1",
            "/v1/%s/1",
            "/v1/hero/by/%s/1",
            "/v1/%s" + BATCH,
            "/v1/hero" + BATCH,
            "/v1/hero/changes?key=%s",
            "/v1/hero/1?%s",
            "/v1/%s",
            "/v1/",
            "/%s",
            "%s",
            "/health/%s",
            "/prometheus/%s",
            "/openapi/%s");
    private static final List<String> PIECES = List.of(
            "1",
            "2",
            "-1",
            "007",
            "1e3",
            "99999999999999999999",
            "1,2",
            ",",
            "",
            " ",
            "%20",
            "%00",
            "%0d%0aX-Injected:%201",
            "..",
            "../..",
            "%2e%2e%2f",
            "..;/",
            "//",
            "\\",
            "%5c",
            "%",
            "%zz",
            "%e4",
            "%c0%ae",
            "%ff%fe",
            "é",
            "漢字",
            "💥",
            "'",
            "''",
            "';DROP TABLE hero;--",
            "1 OR 1=1",
            "1%20UNION%20SELECT%20secret%20FROM%20vault",
            "vault",
            "hero",
            "mysql.user",
            "`",
            "\"",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/x}",
            "%{(#a=1)}",
            MARKUP,
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "null",
            "true",
            "NaN",
            "a".repeat(3_000),
            "%41".repeat(500),
            "~",
            "*",
            BATCH,
            "by",
            "changes",
            "?",
            "#",
            "&a=b",
            ";a=b",
            "lockstep:{0}:watermark");
    private static final List<String> HEADERS = List.of(
            "Lockstep-Max-Staleness",
            "Lockstep-Position",
            "Lockstep-Consistency",
            "Cache-Control",
            "If-None-Match",
            "If-Modified-Since",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Content-Type",
            "Content-Encoding",
            "Authorization",
            "X-Api-Key",
            "Cookie",
            "Origin",
            "Expect",
            "Range",
            TRANSFER_ENCODING,
            "X-Forwarded-For",
            "X-HTTP-Method-Override",
            "Last-Event-ID",
            "Upgrade",
            "Connection",
            "Referer",
            "Forwarded");
    private static final List<String> VALUES = List.of(
            "250ms",
            "0ms",
            "-1s",
            "999999999h",
            "strong",
            "max-age=1",
            "no-cache",
            "max-age=99999999999",
            "\"x\"",
            "W/\"x\"",
            "*",
            "*/*",
            "text/event-stream",
            "application/json",
            "text/html",
            "gzip",
            "br;q=1",
            "zstd",
            CHUNKED,
            "100-continue",
            "websocket",
            "h2c",
            "Bearer x",
            "Basic eDp5",
            "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5",
            "binlog.000001:4",
            "0".repeat(42),
            "9".repeat(42),
            "1-,",
            ":",
            ",",
            "",
            "null",
            "\t",
            MARKUP,
            "é",
            "\u0001",
            "a".repeat(5_000),
            "http://evil.example",
            "bytes=0-1",
            "()");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"keys\":[1,2]}",
            "{\"keys\":[]}",
            "{\"keys\":[[]]}",
            "{\"keys\":[[[1]]]}",
            "{\"keys\":[null,true,{}]}",
            "{\"keys\":[1e400,-0,1.5]}",
            "{\"keys\":\"1\"}",
            "{\"by\":[\"name\"],\"keys\":[\"Ada\"]}",
            "{\"by\":[\"secret\"],\"keys\":[1]}",
            "{\"by\":\"name\",\"keys\":[1]}",
            "{\"keys\":[1],\"keys\":[2]}",
            "{\"keys\":[1],\"more\":1}",
            "{\"keys\":[\"\\u0000\\ud800\"]}",
            "{\"keys\":[1",
            "{\"keys\":[1]}}",
            "\u0000",
            "[".repeat(10_000),
            "{\"keys\":[" + "1,".repeat(1_000) + "1]}",
            MARKUP);

    private final long seed = Long.getLong("lockstep.hostile.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RedisCache cache;
    private final RunningReader reader;

    HostileIT(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50) UNIQUE)".formatted(schema),
                "CREATE TABLE %s.vault (id INT PRIMARY KEY, secret VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada')".formatted(schema),
                "INSERT INTO %s.vault VALUES (1, '%s')".formatted(schema, SECRET));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        new PlayedWorker(stage.mysql(), cache).open();
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of(
                        "DB_NAME",
                        schema,
                        "DB_TABLE",
                        "hero",
                        "DB_LOOKUPS",
                        "hero:name",
                        "CACHE_NAMESPACE",
                        schema,
                        "READER_WORKER_WAIT",
                        "0s"));
        isWell();
    }

    @AfterEach
    void close() {
        reader.close();
        cache.close();
    }

    @Test
    void everyAnswerIsADeliberateOne() throws IOException {
        System.out.printf("hostile requests: seed %d%n", seed);
        for (int i = 0; i < REQUESTS; i++) {
            String target = target();
            // Of what can be sent to this one, the body is the most.
            boolean batch = target.endsWith(BATCH) && random.nextInt(4) > 0;
            String method = batch ? "POST" : one(METHODS);
            Map<String, String> headers = headers();
            String body = batch || random.nextInt(3) == 0 ? body() : "";
            if (CHUNKED.equals(headers.get(TRANSFER_ENCODING))) {
                body = random.nextBoolean() ? chunked(body) : body + "\r\n\r\n";
            }
            isDeliberate(
                    send(method, target, headers, body), "%d: %s %s %s %s".formatted(i, method, target, headers, body));
        }
        isWell();
    }

    /** A body that did not end would be waited for, and rightly so. */
    private static String chunked(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return length == 0 ? "0\r\n\r\n" : "%x\r\n%s\r\n0\r\n\r\n".formatted(length, body);
    }

    private Response send(String method, String target, Map<String, String> headers, String body) throws IOException {
        try {
            return reader.send(method, target, headers, body);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(
                    "seed %d: no answer to %s %s %s %s".formatted(seed, method, target, headers, body), e);
        }
    }

    private static void isDeliberate(Response response, String what) {
        assertThat(response.status())
                .as(what)
                .satisfiesAnyOf(
                        status -> assertThat(status).isBetween(200, 499),
                        status -> assertThat(status).isEqualTo(503));
        assertThat(response.headers()).as(what).doesNotContainKeys("x-injected", "server");
        String all = response.headers() + response.body();
        assertThat(all)
                .as(what)
                .doesNotContain(SECRET)
                .doesNotContain(MARKUP)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("dev.lockstep")
                .doesNotContain("io.micronaut");
    }

    /** A reader that has been through all this answers as it did. */
    private void isWell() {
        Eventually.holds(Duration.ofSeconds(30), () -> {
            Response response = reader.get("/v1/hero/1");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"id\":1,\"name\":\"Ada\"}");
        });
    }

    private String target() {
        String pieces = IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(each -> one(PIECES))
                .collect(Collectors.joining());
        String target = one(PLACES).replace("%s", pieces);
        return target.isBlank() ? "/" : target;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put(one(HEADERS), one(VALUES));
        }
        return headers;
    }

    /** One of those that somebody might send, or what is left of it. */
    private String body() {
        List<Integer> points = new ArrayList<>(one(BODIES).codePoints().boxed().toList());
        if (!points.isEmpty() && random.nextInt(3) == 0) {
            points.set(random.nextInt(points.size()), random.nextInt(0x20, 0x7f));
        }
        StringBuilder body = new StringBuilder();
        points.forEach(body::appendCodePoint);
        return body.toString();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
