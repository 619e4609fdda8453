package dev.lockstep.benchmarks;

import dev.lockstep.benchmarks.Load.Round;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast rows are read that Redis has: by the reader over HTTP, in its forms, beside webdis, which puts Redis behind HTTP and does
 * nothing else. All take turns, round by round, on the same Redis; each number is the median of its rounds. Needs wrk, webdis and
 * redis-benchmark.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.lockstep.benchmarks.Reads [rounds] [seconds of each]</pre>
 */
public final class Reads {

    private static final int HEROES = 300;
    private static final int IN_BATCH = 100;
    private static final int WARM_UP_SECONDS = 15;

    /** As long as it takes to apply the backlog, or less. */
    private static final int DRAIN_SECONDS = 10;

    private static final int BACKLOG = 600_000;
    private static final int IN_TRANSACTION = 10;

    private static final Pattern PIPELINED = Pattern.compile("([\\d.]+) requests per second");
    private static final Pattern APPLIED = Pattern.compile("(?m)^lockstep_worker_rows_total\\S* (\\S+)");
    private static final Pattern ALLOCATED = Pattern.compile("(?m)^jvm_gc_memory_allocated_bytes_total\\S* (\\S+)");

    /** {@code printf bench | sha256sum} */
    private static final String KEY_HASH = "1b32c28cb38c05480eccc1bd60ff97029b57a05c96718b96dad7e9d84894f549";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final URI webdis = URI.create("http://127.0.0.1:" + FreePort.find());
    private final int seconds;

    /** Something that is measured. */
    private record Subject(URI server, Path script, long pid) {}

    private Reads(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start()) {
            new Reads(seconds).run(mysql, redis, rounds);
        }
    }

    private void run(MySqlServer mysql, RedisServer redis, int times)
            throws IOException, SQLException, InterruptedException {
        createTable(mysql);
        Services services = new Services(mysql, redis);
        Path callers = callers();
        try (ServiceProcess worker = ServiceProcess.start(services.worker(Map.of()));
                ServiceProcess plain = started(services, "reader", Map.of());
                ServiceProcess near =
                        started(services, "near", Map.of("READER_NEAR_BYTES", "10000000", "READER_NEAR_AGE", "1s"));
                ServiceProcess guarded = started(services, "guarded", Map.of("READER_CALLERS", callers.toString()))) {
            fill(plain.http());
            Process peer = webdis(redis);
            try {
                prepare(peer.pid(), plain, near, guarded);
                for (int i = 0; i < times; i++) {
                    subjects.forEach(this::measure);
                }
                report(redis, plain);
            } finally {
                peer.destroy();
                peer.waitFor();
            }
            whileDraining(mysql, redis, worker, plain);
        } finally {
            Files.delete(callers);
        }
    }

    private void prepare(long webdisPid, ServiceProcess plain, ServiceProcess near, ServiceProcess guarded)
            throws InterruptedException {
        List<String> rows = each("/v1/hero/%d");
        String keys =
                IntStream.rangeClosed(1, IN_BATCH).mapToObj(Integer::toString).collect(Collectors.joining(","));
        subjects.put(
                "webdis",
                new Subject(webdis, Load.gets(each("/GET/lockstep:%%7B0%%7D:heroes.hero:%d.json"), ""), webdisPid));
        subjects.put("reader", new Subject(plain.http(), Load.gets(rows, ""), plain.pid()));
        subjects.put("with a near cache", new Subject(near.http(), Load.gets(rows, ""), near.pid()));
        subjects.put(
                "with a caller's key",
                new Subject(guarded.http(), Load.gets(rows, "[\"X-Api-Key\"] = \"bench\""), guarded.pid()));
        subjects.put(
                "batches of " + IN_BATCH,
                new Subject(
                        plain.http(), Load.posts("/v1/hero:batchGet", "{\"keys\":[%s]}".formatted(keys)), plain.pid()));
        for (Subject each : subjects.values()) {
            Load.run(each.server(), each.script(), WARM_UP_SECONDS, List.of(each.pid()));
        }
    }

    private void measure(String name, Subject subject) {
        Round round = Load.run(subject.server(), subject.script(), seconds, List.of(subject.pid()));
        rounds.computeIfAbsent(name, each -> new ArrayList<>()).add(round);
    }

    private void report(RedisServer redis, ServiceProcess plain) throws IOException, InterruptedException {
        double peer = median("webdis", Round::requestsPerSecond);
        System.out.println("| | requests/s | of webdis | p99 | its CPU for one |");
        System.out.println("|---|---|---|---|---|");
        rounds.keySet()
                .forEach(name -> System.out.printf(
                        "| %s | %,.0f | %.2f | %.1f ms | %.0f µs |%n",
                        name,
                        median(name, Round::requestsPerSecond),
                        median(name, Round::requestsPerSecond) / peer,
                        median(name, Round::p99Millis),
                        median(name, Round::micros)));
        double batched = median("batches of " + IN_BATCH, Round::requestsPerSecond) * IN_BATCH;
        double pipelined = pipelined(redis);
        System.out.printf(
                "keys/s in batches: %,.0f; redis-benchmark, GETs of one such entry, %d in a pipeline: %,.0f; ratio %.2f%n",
                batched, IN_BATCH, pipelined, batched / pipelined);
        double before = allocated(plain);
        Subject reader = Objects.requireNonNull(subjects.get("reader"));
        Round round = Load.run(reader.server(), reader.script(), WARM_UP_SECONDS, List.of());
        System.out.printf(
                "allocated for a hit: %,.0f bytes%n",
                (allocated(plain) - before) / (round.requestsPerSecond() * WARM_UP_SECONDS));
    }

    /**
     * A worker that stood still has a backlog to apply, as fast as it can. It and MySQL have one core, all that a read needs has the other,
     * as if they were on machines of their own: Redis is what they share.
     */
    private void whileDraining(MySqlServer mysql, RedisServer redis, ServiceProcess worker, ServiceProcess plain)
            throws IOException, SQLException, InterruptedException {
        Subject reader = Objects.requireNonNull(subjects.get("reader"));
        Load.pin(1, List.of(mysql.pid(), worker.pid()));
        Load.pin(0, List.of(redis.pid(), plain.pid(), ProcessHandle.current().pid()));
        Round quiet = Load.run(reader.server(), reader.script(), DRAIN_SECONDS, List.of(plain.pid()));
        double before = applied(worker);
        worker.pause();
        Backlog.write(mysql, BACKLOG, IN_TRANSACTION);
        worker.resume();
        Round busy = Load.run(reader.server(), reader.script(), DRAIN_SECONDS, List.of(plain.pid()));
        System.out.printf(
                "while %,.0f rows/s are applied: %,.0f requests/s, p99 %.1f ms; without: %,.0f, %.1f ms; ratio %.1f%n",
                (applied(worker) - before) / DRAIN_SECONDS,
                busy.requestsPerSecond(),
                busy.p99Millis(),
                quiet.requestsPerSecond(),
                quiet.p99Millis(),
                busy.p99Millis() / quiet.p99Millis());
    }

    private double median(String name, ToDoubleFunction<Round> of) {
        double[] all = rounds.getOrDefault(name, List.of()).stream()
                .mapToDouble(of)
                .sorted()
                .toArray();
        return all[all.length / 2];
    }

    /** On 64 connections too, and of an entry as the reader reads it. */
    private static double pipelined(RedisServer redis) {
        return Load.number(
                PIPELINED,
                Load.output(List.of(
                        "redis-benchmark",
                        "-p",
                        Integer.toString(redis.uri().getPort()),
                        "-c",
                        Integer.toString(Load.CONNECTIONS),
                        "-P",
                        Integer.toString(IN_BATCH),
                        "-n",
                        "3000000",
                        "-q",
                        "GET",
                        "lockstep:{0}:heroes.hero:1")));
    }

    private double applied(ServiceProcess worker) throws IOException, InterruptedException {
        return APPLIED.matcher(get(worker.http().resolve("/prometheus")).body())
                .results()
                .mapToDouble(each -> Double.parseDouble(each.group(1)))
                .sum();
    }

    private double allocated(ServiceProcess reader) throws IOException, InterruptedException {
        return Load.number(ALLOCATED, get(reader.http().resolve("/prometheus")).body());
    }

    /** From the launch to the first row is told. */
    private ServiceProcess started(Services services, String name, Map<String, String> more)
            throws IOException, InterruptedException {
        ServiceProcess reader = ServiceProcess.launch(services.reader(name, more));
        long begin = System.nanoTime();
        int status = 0;
        while (status != 200 && status != 401) {
            LockSupport.parkNanos(5_000_000);
            try {
                status = get(reader.http().resolve("/v1/hero/1")).statusCode();
            } catch (IOException e) {
                if (!reader.isAlive()) {
                    throw new IllegalStateException("a reader does not start: " + reader.log(), e);
                }
            }
        }
        System.out.printf("%s: first answer %.2f s after launch%n", name, (System.nanoTime() - begin) / 1e9);
        return reader;
    }

    private void fill(URI reader) throws IOException, InterruptedException {
        for (String each : each("/v1/hero/%d")) {
            if (get(reader.resolve(each)).statusCode() != 200) {
                throw new IllegalStateException("no " + each);
            }
        }
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<String> each(String target) {
        return IntStream.rangeClosed(1, HEROES).mapToObj(target::formatted).toList();
    }

    private Process webdis(RedisServer redis) throws IOException {
        Path folder = Files.createTempDirectory("lockstep-webdis");
        Path settings = Files.writeString(folder.resolve("webdis.json"), """
                {"redis_host": "127.0.0.1", "redis_port": %d, "http_host": "127.0.0.1", "http_port": %d, "threads": 2,
                 "pool_size": 20, "daemonize": false, "websockets": false, "database": 0, "acl": [{"disabled": []}],
                 "verbosity": 1, "logfile": "%s"}
                """.formatted(
                        redis.uri().getPort(), webdis.getPort(), folder.resolve("webdis.log")));
        return new ProcessBuilder("webdis", settings.toString()).start();
    }

    /** One that may read everything; his key is {@code bench}. */
    private static Path callers() throws IOException {
        return Files.writeString(
                Files.createTempFile("lockstep-callers", ".json"),
                "[{\"name\": \"bench\", \"tables\": [\"*\"]," + " \"sha256\": \"%s\"}]".formatted(KEY_HASH));
    }

    private static void createTable(MySqlServer mysql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE heroes");
            statement.execute("CREATE TABLE heroes.hero (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
                    + " power VARCHAR(100), xp INT NOT NULL DEFAULT 0, color VARCHAR(30))");
            for (int i = 0; i < HEROES; i++) {
                statement.execute("INSERT INTO heroes.hero (name, power, xp, color) VALUES"
                        + " ('Storm of the northern sea', 'flight and fire', 12345, 'blue')");
            }
        }
    }
}
