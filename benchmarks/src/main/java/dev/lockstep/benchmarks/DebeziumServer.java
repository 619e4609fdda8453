package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The peer: Debezium Server with its Redis sink, which appends each change to a stream. It is downloaded, not built here. */
final class DebeziumServer implements Drainer {

    private static final String FOLDER = "lockstep.debezium-server";
    private static final String STREAM = "peer.heroes.hero";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_ROWS = Duration.ofSeconds(1);
    private static final int FIRST_ROWS = 60;

    private final MySqlServer mysql;
    private final RedisClient client;
    private final RedisCommands<String, String> redis;
    private final ServiceOptions options;

    private DebeziumServer(Path folder, MySqlServer mysql, RedisServer redis) {
        this.mysql = mysql;
        this.client = RedisClient.create(redis.uri().toString());
        this.redis = client.connect().sync();
        this.options = options(jar(folder), mysql, redis);
    }

    /** The one in the folder that {@code -Dlockstep.debezium-server} names; none where it names none. */
    static Optional<DebeziumServer> find(MySqlServer mysql, RedisServer redis) {
        return Optional.ofNullable(System.getProperty(FOLDER))
                .map(folder -> new DebeziumServer(Path.of(folder), mysql, redis));
    }

    @Override
    public String name() {
        return "Debezium Server";
    }

    @Override
    public ServiceOptions options() {
        return options;
    }

    /** It says nowhere that it reads the binlog, so it is given rows until one comes through. */
    @Override
    public void begin() {
        try (ServiceProcess process = ServiceProcess.launch(options)) {
            for (int row = 0; written() == 0; row++) {
                if (row == FIRST_ROWS) {
                    throw new IllegalStateException("wrote none of %d rows, see %s".formatted(row, process.logFile()));
                }
                Backlog.write(mysql, 1, 1);
                LockSupport.parkNanos(BETWEEN_ROWS.toNanos());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Progress expect(int rows) {
        redis.del(STREAM);
        return new Progress() {
            @Override
            public boolean begun() {
                return written() > 0;
            }

            @Override
            public boolean ended() {
                return written() >= rows;
            }
        };
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private long written() {
        return redis.xlen(STREAM);
    }

    /** Without the schema in every message, which is its default and costs it more, and without TLS. */
    private static ServiceOptions options(Path jar, MySqlServer mysql, RedisServer redis) {
        int port = FreePort.find();
        String address = redis.host() + ":" + redis.port();
        Map<String, String> settings = Map.ofEntries(
                Map.entry("quarkus.http.port", Integer.toString(port)),
                Map.entry("quarkus.log.console.json", "false"),
                Map.entry("debezium.format.key.schemas.enable", "false"),
                Map.entry("debezium.format.value.schemas.enable", "false"),
                Map.entry("debezium.sink.type", "redis"),
                Map.entry("debezium.sink.redis.address", address),
                Map.entry("debezium.source.connector.class", "io.debezium.connector.mysql.MySqlConnector"),
                Map.entry("debezium.source.database.hostname", mysql.host()),
                Map.entry("debezium.source.database.port", Integer.toString(mysql.port())),
                Map.entry("debezium.source.database.user", mysql.user()),
                Map.entry("debezium.source.database.password", mysql.password()),
                Map.entry("debezium.source.database.server.id", "7001"),
                Map.entry("debezium.source.database.ssl.mode", "disabled"),
                Map.entry("debezium.source.table.include.list", "heroes.hero"),
                Map.entry("debezium.source.topic.prefix", "peer"),
                Map.entry("debezium.source.snapshot.mode", "no_data"),
                Map.entry("debezium.source.offset.storage", "io.debezium.storage.redis.offset.RedisOffsetBackingStore"),
                Map.entry("debezium.source.offset.storage.redis.address", address),
                Map.entry(
                        "debezium.source.schema.history.internal",
                        "io.debezium.storage.redis.history.RedisSchemaHistory"),
                Map.entry("debezium.source.schema.history.internal.redis.address", address));
        List<String> javaOptions = new ArrayList<>(Services.JAVA_OPTIONS);
        settings.forEach((name, value) -> javaOptions.add("-D" + name + "=" + value));
        return new ServiceOptions(
                "debezium-server",
                jar,
                javaOptions,
                Map.of(),
                Services.file("debezium-server.log"),
                URI.create("http://127.0.0.1:" + port),
                PATIENCE);
    }

    /** It is run by a class path of hundreds of jars, which the manifest of this one has. */
    private static Path jar(Path folder) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Main-Class", "io.debezium.server.Main");
        manifest.getMainAttributes().putValue("Class-Path", classPath(folder));
        Path jar = Services.file("debezium-server.jar");
        try {
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be written", e);
        }
    }

    private static String classPath(Path folder) {
        try (Stream<Path> runner = Files.list(folder);
                Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
            return Stream.concat(runner, libraries)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> file.toUri().toString())
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "-D%s=%s cannot be read (expected: what debezium-server-dist.tar.gz extracts)"
                            .formatted(FOLDER, folder),
                    e);
        }
    }
}
