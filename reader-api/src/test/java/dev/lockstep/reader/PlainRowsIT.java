package dev.lockstep.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain requests for rows are answered before the framework sees them, and nobody can tell. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class PlainRowsIT {

    private static final int MANY = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A header that no plain request has and that changes nothing: the framework answers. */
    private static final String[] NOT_PLAIN = {"If-None-Match", "\"-\""};

    private static final Pattern BODY = Pattern.compile("\\{\"(?:id|k|type)\"[^}]*}");

    private final RedisCache cache;
    private final RunningReader reader;
    private final RunningReader guarded;

    PlainRowsIT(Stage stage, @TempDir Path folder) throws SQLException, IOException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(3000))".formatted(schema),
                "CREATE TABLE %s.txt (k VARCHAR(50) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY)"
                        .formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada'), (2, REPEAT('x', 2000)), (3, 'é'), (4, NULL)".formatted(schema),
                "INSERT INTO %s.txt VALUES ('changes'), ('by'), ('..'), ('.'), ('a.b~c'), ('-'), ('A,b')"
                        .formatted(schema));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        new PlayedWorker(stage.mysql(), cache).open();
        Map<String, String> settings = Map.of(
                "DB_NAME", schema, "DB_TABLE", "hero,txt", "CACHE_NAMESPACE", schema, "READER_FILL_MAX_LAG", "1h");
        reader = RunningReader.start(stage.mysql(), stage.redis(), settings);
        Path callers = folder.resolve("callers.json");
        new CallersJson()
                .with("all", "\"tables\": [\"*\"]")
                .with("slow", "\"tables\": [\"*\"], \"rate\": 1")
                .with("few", "\"tables\": [\"hero\"], \"columns\": {\"hero\": [\"id\"]}")
                .with("txt", "\"tables\": [\"txt\"]")
                .write(callers);
        Map<String, String> more = new TreeMap<>(settings);
        more.put("READER_CALLERS", callers.toString());
        guarded = RunningReader.start(stage.mysql(), stage.redis(), more);
        for (RunningReader each : List.of(reader, guarded)) {
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(each.get("/health/readiness").status()).isEqualTo(200));
        }
    }

    @AfterAll
    void close() {
        reader.close();
        guarded.close();
        cache.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hero/1",
                "hero/2",
                "hero/3",
                "hero/4",
                "hero/9",
                "hero/01",
                "hero/-1",
                "hero/1.0",
                "hero/1,2",
                "hero/",
                "hero/a",
                "hero/1/",
                "hero/99999999999999999999",
                "txt/by",
                "txt/..",
                "txt/.",
                "txt/a.b~c",
                "txt/a.b%7Ec",
                "txt/-",
                "txt/A,b",
                "txt/A%2Cb",
                "txt/a%2Cb",
                "txt/",
                "txt/by/k/-",
                "nobody/1",
                "hero/1?x=1",
            })
    void theAnswerIsTheFrameworks(String row) throws IOException {
        String target = "/v1/" + row;
        reader.get(target);

        assertThat(shown(reader.get(target))).isEqualTo(shown(reader.get(target, NOT_PLAIN)));
        assertThat(shown(reader.get(target, "Accept", "*/*")))
                .isEqualTo(shown(reader.get(target, "Accept", "*/*", NOT_PLAIN[0], NOT_PLAIN[1])));
        assertThat(shown(reader.get(target, "Accept", "text/html")))
                .isEqualTo(shown(reader.get(target, "Accept", "text/html", NOT_PLAIN[0], NOT_PLAIN[1])));
        assertThat(shown(reader.get(target, "Accept-Encoding", "gzip")))
                .isEqualTo(shown(reader.get(target, "Accept-Encoding", "gzip", NOT_PLAIN[0], NOT_PLAIN[1])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "few", "txt", "nobody"})
    void alsoToCallers(String caller) throws IOException {
        for (String target : List.of("/v1/hero/1", "/v1/hero/9", "/v1/txt/-")) {
            String key = CallersJson.key(caller);
            guarded.get(target, "X-Api-Key", key);

            assertThat(shown(guarded.get(target, "X-Api-Key", key)))
                    .as(target)
                    .isEqualTo(shown(guarded.get(target, "X-Api-Key", key, NOT_PLAIN[0], NOT_PLAIN[1])));
        }
    }

    @Test
    void eachRequestIsCountedOnce() throws IOException {
        String meter = "lockstep_reader_answers_total{source=\"hit\"}";
        reader.get("/v1/hero/2");
        double before = reader.meter(meter);

        reader.get("/v1/hero/2");
        reader.get("/v1/hero/2", "Accept-Encoding", "gzip");
        reader.get("/v1/hero/2", NOT_PLAIN);

        assertThat(reader.meter(meter)).isEqualTo(before + 3);
    }

    @Test
    void aRateIsKept() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(guarded.get("/v1/hero/1", "X-Api-Key", CallersJson.key("slow"))
                    .status());
        }

        assertThat(statuses).contains(200, 429);
    }

    /** Hits and misses, rows that are not there and requests that only the framework knows, all sent without waiting for an answer. */
    @Test
    void answersComeInTheOrderOfTheirRequests() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> targets =
                List.of("/v1/hero/1", "/v1/hero/3", "/v1/hero/4", "/v1/hero/9", "/v1/txt/-", "/v1/hero/x");
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String target = targets.get(random.nextInt(targets.size()));
            expected.add(reader.get(target).body());
            String notPlain = random.nextInt(4) == 0 ? NOT_PLAIN[0] + ": " + NOT_PLAIN[1] + "\r\n" : "";
            String last = i == MANY - 1 ? "Connection: close\r\n" : "";
            requests.append("GET %s HTTP/1.1\r\nHost: test\r\n%s%s\r\n".formatted(target, notPlain, last));
        }

        assertThat(bodies(requests.toString())).as("seed %d", seed).isEqualTo(expected);
    }

    private List<String> bodies(String requests) throws IOException {
        try (Socket socket = new Socket(reader.uri().getHost(), reader.uri().getPort())) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(requests.getBytes(UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            sender.interrupt();
            return BODY.matcher(all).results().map(each -> each.group()).toList();
        }
    }

    /** All that does not depend on the moment. */
    private static String shown(Response response) {
        Map<String, String> headers = new TreeMap<>(response.headers());
        headers.keySet().removeAll(List.of("date", "lockstep-staleness", "lockstep-position"));
        return "%d %s %s %s"
                .formatted(
                        response.status(),
                        headers,
                        response.headers().keySet().stream().sorted().toList(),
                        response.body());
    }
}
