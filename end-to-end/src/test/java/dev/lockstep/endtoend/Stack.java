package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.WritingOptions;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.TableRows;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** MySQL, Redis, the worker and the reader, each a process of its own, as in production. */
final class Stack implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    final MySqlServer mysql;
    final RedisServer redis;
    final RedisCache cache;
    final ServiceProcess worker;
    final ServiceProcess reader;

    private Stack(Path logs, int heroes) throws SQLException {
        mysql = MySqlServer.start();
        redis = RedisServer.start();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + HeroTable.SCHEMA);
            HeroTable.create(connection, heroes);
        }
        cache = RedisCache.connect(
                new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout("lockstep", 1));
        worker = ServiceProcess.start(service("cdc-worker", logs));
        reader = ServiceProcess.start(service("reader-api", logs));
    }

    /**
     * Starts everything, the services when their servers are ready.
     *
     * @param logs a folder for what the services print
     * @param heroes rows in the table before the worker starts
     */
    static Stack start(Path logs, int heroes) throws SQLException {
        return new Stack(logs, heroes);
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = mysql.connect(HeroTable.SCHEMA);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(reader.http(), path);
    }

    HttpResponse<String> get(URI base, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Waits until the reader answers so. */
    void awaitAnswer(String path, int status, String source, String body) {
        Eventually.holds(PATIENCE, () -> {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Lockstep-Source")).hasValue(source);
            assertThat(answer.body()).contains(body);
        });
    }

    /** The value of one line of a service's metrics. */
    double metric(ServiceProcess service, String line) throws IOException, InterruptedException {
        String metrics = get(service.http(), "/prometheus").body();
        return metrics.lines()
                .filter(each -> each.startsWith(line + " "))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Waits until everything that is committed now has been applied. */
    void awaitApplied() throws SQLException {
        String executed = text("SELECT REPLACE(@@global.gtid_executed, '\n', '')");
        Eventually.holds(PATIENCE, () -> {
            String applied = cache.watermark(0)
                    .toCompletableFuture()
                    .join()
                    .orElseThrow()
                    .progress()
                    .gtids();
            assertThat(text("SELECT GTID_SUBSET('%s', '%s')".formatted(executed, applied)))
                    .isEqualTo("1");
        });
    }

    Comparison compare() throws SQLException {
        try (Connection connection = mysql.connect()) {
            return Comparison.of(TableRows.of(connection, HeroTable.NAME), connection, cache, redis.uri());
        }
    }

    WritingOptions writing(long seed, int rowsPerSecond) {
        return new WritingOptions(mysql.jdbcUrl(), mysql.user(), mysql.password(), seed, 4, rowsPerSecond, 2_000);
    }

    @Override
    public void close() {
        reader.close();
        worker.close();
        cache.close();
        redis.close();
        mysql.close();
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private ServiceOptions service(String name, Path logs) {
        int port = FreePort.find();
        Map<String, String> environment = Map.of(
                "DB_HOST", mysql.host(),
                "DB_PORT", Integer.toString(mysql.port()),
                "DB_USER", mysql.user(),
                "DB_PASS", mysql.password(),
                "DB_NAME", HeroTable.SCHEMA,
                "DB_TABLE", HeroTable.NAME.table(),
                "REDIS_URL", redis.uri().toString(),
                "HTTP_PORT", Integer.toString(port),
                "LOG_FORMAT", "plain");
        return new ServiceOptions(
                name,
                jar(name),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                environment,
                logs.resolve(name + ".log"),
                URI.create("http://127.0.0.1:" + port),
                PATIENCE);
    }

    static Path jar(String service) {
        Path jar = Path.of(System.getProperty("lockstep.home"), service, "target", service + ".jar");
        assertThat(Files.isRegularFile(jar)).as("%s is built", jar).isTrue();
        return jar;
    }
}
