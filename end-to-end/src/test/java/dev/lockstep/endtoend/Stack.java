package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.WritingOptions;
import dev.lockstep.testbed.fault.RedisCluster;
import dev.lockstep.testbed.fault.RedisConsole;
import dev.lockstep.testbed.fault.TcpProxy;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.TableRows;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** MySQL, Redis, the worker and the reader, each a process of its own, as in production; the links between them can be hurt. */
final class Stack implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String WORKER = "cdc-worker";
    private static final String READER = "reader-api";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final StackOptions options;
    private final boolean learning;
    private final Path logs;
    private final RedisConsole console;
    private final List<URI> testRedis;
    private volatile MySqlServer mysql;
    private volatile RedisServer redis;

    final Links links;
    final RedisCache cache;
    final ServiceProcess worker;
    final ServiceProcess reader;

    /** Empty where none was asked for. Started, but not waited for. */
    final Optional<ServiceProcess> standby;

    private Stack(Path logs, StackOptions options, boolean learning) throws SQLException {
        this.options = options;
        this.learning = learning;
        this.logs = logs;
        boolean complete = false;
        try {
            Files.createDirectories(logs);
            console = opened(new RedisConsole());
            mysql = options.mysql().orElseGet(() -> opened(MySqlServer.start()));
            redis = options.cluster()
                    .map(cluster -> cluster.masters().getFirst())
                    .or(options::redis)
                    .orElseGet(() -> opened(RedisServer.start()));
            links = opened(Links.to(mysql, redis));
            createHeroes();
            testRedis = redisBy(links.testRedis());
            cache = opened(RedisCache.connect(
                    new RedisAddress(testRedis, Duration.ofSeconds(5)),
                    new KeyLayout("lockstep", options.partitions())));
            worker = opened(startWorker());
            reader = opened(ServiceProcess.start(
                    service(READER, READER, links.readerMysql().port(), redisBy(links.readerRedis()))));
            standby = options.standby()
                    ? Optional.of(opened(
                            ServiceProcess.launch(service(WORKER, "standby", mysql.port(), redisUris(redis.uri())))))
                    : Optional.empty();
            complete = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Starts everything, the services when their servers are ready.
     *
     * @param logs a folder for what the services print
     */
    static Stack start(Path logs, StackOptions options) throws SQLException {
        Learnt.ensure(List.of(WORKER, READER), () -> {
            try (Stack learning = new Stack(logs.resolve("learning"), StackOptions.DEFAULT, true)) {
                learning.worker.stop();
                learning.reader.stop();
            }
        });
        return new Stack(logs, options, false);
    }

    /** As above with so many heroes and nothing else asked for. */
    static Stack start(Path logs, int heroes) throws SQLException {
        return start(logs, StackOptions.DEFAULT.withHeroes(heroes));
    }

    /** The server that everybody is led to. */
    MySqlServer mysql() {
        return mysql;
    }

    /** Leads everybody to another server from now on; connections that are up stay. */
    void moveTo(MySqlServer server) {
        mysql = server;
        links.lead(server);
    }

    /** The same for Redis. */
    void moveTo(RedisServer server) {
        redis = server;
        links.lead(server);
    }

    /** Says something to Redis itself. */
    <T> T onRedis(Function<RedisCommands<String, String>, T> question) {
        return console.on(redis, question);
    }

    /** How often Redis has answered with an error of this code since it was started. */
    long redisErrors(String code) {
        return console.errors(redis, code);
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

    /** Waits until a worker says of itself that it is in a phase. */
    void awaitPhase(ServiceProcess service, String phase) {
        Eventually.holds(
                PATIENCE,
                () -> assertThat(get(service.http(), "/v1/status").body()).contains("\"phase\":\"" + phase + "\""));
    }

    /** Waits until everything that is committed now has been applied. */
    void awaitApplied() throws SQLException {
        String executed = text("SELECT REPLACE(@@global.gtid_executed, '\n', '')");
        for (int each = 0; each < options.partitions(); each++) {
            int partition = each;
            Eventually.holds(PATIENCE, () -> {
                Progress progress = cache.watermark(partition)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .progress();
                // In the middle of a transaction its GTID is there, and what follows in it is not.
                assertThat(progress.position().ordinal()).isIn(Position.BEFORE, Position.AFTER);
                assertThat(text("SELECT GTID_SUBSET('%s', '%s')".formatted(executed, progress.gtids())))
                        .isEqualTo("1");
            });
        }
    }

    Comparison compare() throws SQLException {
        try (Connection connection = mysql.connect()) {
            return Comparison.of(TableRows.of(connection, HeroTable.NAME), connection, cache, testRedis);
        }
    }

    WritingOptions writing(long seed, int rowsPerSecond) {
        return new WritingOptions(mysql.jdbcUrl(), mysql.user(), mysql.password(), seed, 4, rowsPerSecond, 2_000);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close", e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    private void createHeroes() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + HeroTable.SCHEMA);
            HeroTable.create(connection, options.heroes());
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Of two, the one that stands by is never ready, so a restart must not wait for that. */
    private ServiceProcess startWorker() {
        ServiceOptions service = service(WORKER, WORKER, links.workerMysql().port(), redisBy(links.workerRedis()));
        if (!options.standby()) {
            return ServiceProcess.start(service);
        }
        ServiceProcess started = ServiceProcess.launch(service);
        awaitPhase(started, "IN_STEP");
        return started;
    }

    private List<URI> redisBy(TcpProxy link) {
        return redisUris(Links.redis(link));
    }

    /** A cluster's own, where there is one. */
    private List<URI> redisUris(URI single) {
        return options.cluster().map(RedisCluster::uris).orElse(List.of(single));
    }

    private ServiceOptions service(String name, String called, int mysqlPort, List<URI> redisUris) {
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DB_HOST",
                "127.0.0.1",
                "DB_PORT",
                Integer.toString(mysqlPort),
                "DB_USER",
                mysql.user(),
                "DB_PASS",
                mysql.password(),
                "DB_NAME",
                HeroTable.SCHEMA,
                "DB_TABLE",
                HeroTable.NAME.table(),
                "REDIS_URL",
                redisUris.stream().map(URI::toString).collect(Collectors.joining(",")),
                "HTTP_PORT",
                Integer.toString(port),
                "LOG_FORMAT",
                "plain"));
        String others = name.equals(WORKER) ? "READER_" : "WORKER_";
        options.settings().forEach((setting, value) -> {
            if (!setting.startsWith(others)) {
                environment.put(setting, value);
            }
        });
        List<String> javaOptions = new ArrayList<>(
                List.of("-Xmx%dm".formatted(options.heapMegabytes()), "-XX:TieredStopAtLevel=1", "-Xlog:aot=error"));
        (learning ? Optional.of(Learnt.learning(name)) : Learnt.learnt(name)).ifPresent(javaOptions::add);
        return new ServiceOptions(
                called,
                jar(name),
                javaOptions,
                environment,
                logs.resolve(called + ".log"),
                URI.create("http://127.0.0.1:" + port),
                PATIENCE);
    }

    static Path jar(String service) {
        Path jar = Path.of(System.getProperty("lockstep.home"), service, "target", service + ".jar");
        assertThat(Files.isRegularFile(jar)).as("%s is built", jar).isTrue();
        return jar;
    }
}
