package dev.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableRules;
import dev.lockstep.cache.table.TableRules.Texts;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.TableRows;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.worker.apply.ApplyMetrics;
import dev.lockstep.worker.apply.ApplySettings;
import dev.lockstep.worker.capture.Source;
import dev.lockstep.worker.freshness.Lag;
import dev.lockstep.worker.resync.Resync;
import dev.lockstep.worker.supervise.Phase;
import dev.lockstep.worker.supervise.RunSettings;
import dev.lockstep.worker.supervise.Status;
import dev.lockstep.worker.supervise.Supervisor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Real servers, a schema, and a worker in this JVM that can be stopped and started. */
final class Rig implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SCHEMA = "shop";

    /** The server's code where a connection has ended by itself. */
    final MySqlServer mysql;

    final RedisServer redis;
    final RedisCache cache;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final int partitions;
    private TableSelection tables;
    private Running running;

    /** A worker that is at work. */
    record Running(Supervisor supervisor, Status status, CompletableFuture<Void> ended) {}

    private Rig(MySqlServer mysql, RedisServer redis, int partitions, TableSelection tables) {
        this.mysql = mysql;
        this.redis = redis;
        this.partitions = partitions;
        this.tables = tables;
        this.cache = RedisCache.connect(address(), layout());
        this.running = startWorker();
    }

    /** Creates the schema and everything in {@code ddl}, then starts a worker for the tables, and waits until it is in step. */
    static Rig start(int partitions, List<String> tables, String... ddl) throws SQLException {
        return start(partitions, TableSelection.of(tables, SCHEMA), ddl);
    }

    /** As above, with what is set for some of the tables. */
    static Rig start(int partitions, List<String> tables, Texts rules, String... ddl) throws SQLException {
        return start(partitions, TableSelection.of(tables, SCHEMA, TableRules.of(rules, SCHEMA)), ddl);
    }

    private static Rig start(int partitions, TableSelection tables, String... ddl) throws SQLException {
        MySqlServer mysql = MySqlServer.start();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + SCHEMA);
            statement.execute("CREATE DATABASE " + SCHEMA);
            statement.execute("USE " + SCHEMA);
            for (String sql : ddl) {
                statement.execute(sql);
            }
        }
        Rig rig = new Rig(mysql, RedisServer.start(RedisOptions.DEFAULT.asProcess()), partitions, tables);
        rig.awaitInStep();
        return rig;
    }

    /** Runs statements on one connection, each committed by itself unless they say otherwise. */
    void sql(String... statements) throws SQLException {
        try (Connection connection = mysql.connect(SCHEMA);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    Connection connect() throws SQLException {
        return mysql.connect(SCHEMA);
    }

    /** Another worker on the same Redis. */
    Running startWorker() {
        Status status = new Status(new Lag(), Duration.ofSeconds(5));
        Source source = new Source(mysql.host(), mysql.port(), mysql.user(), mysql.password(), "disabled");
        ApplySettings apply = new ApplySettings(
                64, 1 << 20, 1024, 1 << 24, 2, 100_000, Duration.ofHours(1), Duration.ofMillis(50), 1_000);
        int serverId = ThreadLocalRandom.current().nextInt(1_000, 1_000_000);
        RunSettings settings = new RunSettings(
                source,
                serverId,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                apply);
        Supervisor supervisor = new Supervisor(
                settings,
                () -> RedisCache.connect(address(), layout()),
                new Resync(tables, "rig-" + serverId),
                new ApplyMetrics(meters),
                status);
        return new Running(
                supervisor,
                status,
                CompletableFuture.runAsync(
                        supervisor::run,
                        task -> Thread.ofPlatform().name("worker-under-test").start(task)));
    }

    void stop() {
        running.supervisor().close();
        running.ended().join();
    }

    void restart() {
        running = startWorker();
    }

    /** Starts again with other tables, or others set for them. */
    void restart(List<String> table, Texts rules) {
        tables = TableSelection.of(table, SCHEMA, TableRules.of(rules, SCHEMA));
        restart();
        awaitInStep();
    }

    Running running() {
        return running;
    }

    void awaitInStep() {
        Eventually.holds(PATIENCE, () -> {
            assertThat(running.ended()).isNotDone();
            assertThat(running.status().phase()).as(running.status().reason()).isEqualTo(Phase.IN_STEP);
        });
    }

    /** Waits until everything that is committed now is in every partition. */
    void awaitApplied() throws SQLException {
        String executed = text("SELECT REPLACE(@@global.gtid_executed, '\n', '')");
        Eventually.holds(PATIENCE, () -> {
            for (int partition = 0; partition < partitions; partition++) {
                Watermark watermark =
                        cache.watermark(partition).toCompletableFuture().join().orElseThrow();
                // In the middle of a transaction its GTID is there, and what follows in it is not.
                assertThat(watermark.progress().position().ordinal()).isIn(Position.BEFORE, Position.AFTER);
                String applied = watermark.progress().gtids();
                assertThat(text("SELECT GTID_SUBSET('%s', '%s')".formatted(executed, applied)))
                        .as("%s in %s", executed, applied)
                        .isEqualTo("1");
            }
        });
    }

    Reading read(String table, String key) {
        return cache.read(new RowKey(new TableName(SCHEMA, table), key))
                .toCompletableFuture()
                .join();
    }

    /** The document that Redis holds. */
    String document(String table, String key) {
        Reading reading = read(table, key);
        assertThat(reading.kind()).as(table + " " + key).isEqualTo(Reading.Kind.PRESENT);
        return StandardCharsets.UTF_8.decode(reading.document()).toString();
    }

    /** What Redis would answer for the rows of a table, beside the table; only while nobody writes. */
    Comparison compare(String table) throws SQLException {
        try (Connection connection = connect()) {
            return Comparison.of(
                    new TableRows(tables.load(connection, new TableName(SCHEMA, table))),
                    connection,
                    cache,
                    redis.uri());
        }
    }

    void assertKinds(String table, Reading.Kind kind, String... keys) {
        Arrays.stream(keys)
                .forEach(key -> assertThat(read(table, key).kind())
                        .as(table + " " + key)
                        .isEqualTo(kind));
    }

    Watermark watermark() {
        return watermark(0);
    }

    Watermark watermark(int partition) {
        return cache.watermark(partition).toCompletableFuture().join().orElseThrow();
    }

    String text(String sql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** As if Redis had evicted them. */
    void forgetWatermarks() {
        onRedis(commands -> {
            for (int partition = 0; partition < partitions; partition++) {
                commands.del(layout().watermark(partition));
            }
            return true;
        });
    }

    /** Ends the connections on which the worker asks the source, but not the one on which it follows it. */
    void killQuestions() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet others = statement.executeQuery(
                        "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user = 'root'"
                                + " AND command NOT LIKE 'Binlog Dump%'")) {
            while (others.next()) {
                mysql.endConnection(others.getLong(1));
            }
        }
    }

    /** As if another server had answered until now. */
    void claimOtherServer() {
        onRedis(commands -> {
            for (int partition = 0; partition < partitions; partition++) {
                commands.hset(layout().watermark(partition), "server", "11111111-2222-3333-4444-555555555555");
            }
            return true;
        });
    }

    /** What Redis has under a name, in whichever partition that is. */
    Map<String, String> hash(String name) {
        return onRedis(
                commands -> commands.hgetall(commands.keys("rig:{*}:" + name).getFirst()));
    }

    /** All keys in Redis. */
    List<String> names() {
        return onRedis(commands -> commands.keys("*"));
    }

    private <T> T onRedis(Function<RedisCommands<String, String>, T> question) {
        try (RedisClient client = RedisClient.create(redis.uri().toString())) {
            return question.apply(client.connect().sync());
        }
    }

    double count(String meter, String... tags) {
        var counter = meters.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        stop();
        cache.close();
        redis.close();
        mysql.close();
    }

    private RedisAddress address() {
        return new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(2));
    }

    private KeyLayout layout() {
        return new KeyLayout("rig", partitions);
    }
}
