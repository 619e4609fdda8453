package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.fault.TcpProxy;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A service and its own links to the servers. */
record Post(ServiceProcess service, TcpProxy mysql, TcpProxy redis) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Many JVMs share one machine, and some live for seconds only: small heaps, and no second compiler. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow");

    /** Launches it, with what {@link #train} has left if that is there; it need not be ready yet. */
    static Post launch(Setting setting, ServiceUser user, String name, MySqlServer mysql, RedisServer redis) {
        Path learnt = learnt(setting, user);
        return at(
                setting,
                user,
                name,
                new Servers(mysql, redis),
                options -> ServiceProcess.launch(
                        Files.isRegularFile(learnt) ? options.withJavaOption("-XX:AOTCache=" + learnt) : options));
    }

    /**
     * Runs it once until it is ready, so that the JVM keeps what it learnt, as is done when an image is built: half of a
     * service's start goes into that. Returns the file, which is missing where nothing was kept.
     */
    static Path train(Setting setting, ServiceUser user, MySqlServer mysql, RedisServer redis) {
        Path learnt = learnt(setting, user);
        try (Post post = at(
                setting,
                user,
                module(user) + "-training",
                new Servers(mysql, redis),
                options -> ServiceProcess.start(
                        options.withJavaOption("-Xlog:aot=error").withJavaOption("-XX:AOTCacheOutput=" + learnt)))) {
            post.service().stop();
        }
        return learnt;
    }

    private record Servers(MySqlServer mysql, RedisServer redis) {}

    private static Post at(
            Setting setting,
            ServiceUser user,
            String name,
            Servers servers,
            Function<ServiceOptions, ServiceProcess> start) {
        Path jar = jar(setting.home(), user);
        TcpProxy toMysql = TcpProxy.to(servers.mysql().host(), servers.mysql().port());
        TcpProxy toRedis = TcpProxy.to(servers.redis().host(), servers.redis().port());
        try {
            int port = FreePort.find();
            Map<String, String> environment = new HashMap<>(Map.ofEntries(
                    Map.entry("DB_HOST", "127.0.0.1"),
                    Map.entry("DB_PORT", Integer.toString(toMysql.port())),
                    Map.entry("DB_USER", user.login()),
                    Map.entry("DB_PASS", user.password()),
                    Map.entry("DB_NAME", HeroTable.SCHEMA),
                    Map.entry("DB_TABLE", HeroTable.NAME.table()),
                    Map.entry("REDIS_URL", "redis://127.0.0.1:" + toRedis.port()),
                    Map.entry("HTTP_HOST", "127.0.0.1"),
                    Map.entry("HTTP_PORT", Integer.toString(port)),
                    Map.entry("LOG_FORMAT", "plain")));
            if (user == ServiceUser.READER) {
                environment.putAll(setting.reader());
            }
            ServiceOptions options = new ServiceOptions(
                    name,
                    jar,
                    JAVA_OPTIONS,
                    environment,
                    setting.log(name),
                    URI.create("http://127.0.0.1:" + port),
                    PATIENCE);
            return new Post(start.apply(options), toMysql, toRedis);
        } catch (RuntimeException e) {
            toMysql.close();
            toRedis.close();
            throw e;
        }
    }

    /** Finds out before anything is started. */
    static void requireJars(Path home) {
        for (ServiceUser user : ServiceUser.values()) {
            if (!Files.isRegularFile(jar(home, user))) {
                throw new IllegalStateException("not built: no %s (expected: to be run by ./lockstep, which builds it)"
                        .formatted(jar(home, user)));
            }
        }
    }

    @Override
    public void close() {
        service.close();
        mysql.close();
        redis.close();
    }

    private static Path learnt(Setting setting, ServiceUser user) {
        return setting.folder().resolve(module(user) + ".aot");
    }

    private static String module(ServiceUser user) {
        return switch (user) {
            case WORKER -> "cdc-worker";
            case READER -> "reader-api";
        };
    }

    private static Path jar(Path home, ServiceUser user) {
        String module = module(user);
        return home.resolve(module).resolve("target").resolve(module + ".jar");
    }
}
