package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.RentalSchema;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the two services are run beside the servers. */
final class Services {

    static final String WORKER = "cdc-worker";
    static final String READER = "reader-api";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Small and soon warm, as all of it shares one machine and runs for a minute: this collector's pauses are short where
     * the heap is, and the second compiler would take a core for itself for half of that minute.
     */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path home;
    private final RunFolder folder;
    private final String tables;

    /** What the services talk to. */
    record Servers(MySqlServer mysql, RedisServer redis) {}

    Services(Path home, RunFolder folder, boolean rental) {
        this.home = home;
        this.folder = folder;
        this.tables = HeroTable.NAME.table() + (rental ? "," + RentalSchema.SCHEMA + ".*" : "");
    }

    /** Finds out before anything is started. */
    void requireJars() {
        for (String service : List.of(WORKER, READER)) {
            if (!Files.isRegularFile(jar(service))) {
                throw new IllegalStateException(
                        "%s is not built: no %s (expected: to be run by ./lockstep, which builds it)"
                                .formatted(service, jar(service)));
            }
        }
    }

    ServiceOptions worker(Servers servers, int port) {
        return options(WORKER, ServiceUser.WORKER, servers, port);
    }

    ServiceOptions reader(Servers servers, int port) {
        return options(READER, ServiceUser.READER, servers, port);
    }

    private ServiceOptions options(String name, ServiceUser user, Servers servers, int port) {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("DB_HOST", servers.mysql().host()),
                Map.entry("DB_PORT", Integer.toString(servers.mysql().port())),
                Map.entry("DB_USER", user.login()),
                Map.entry("DB_PASS", user.password()),
                Map.entry("DB_NAME", HeroTable.SCHEMA),
                Map.entry("DB_TABLE", tables),
                Map.entry("REDIS_URL", servers.redis().uri().toString()),
                Map.entry("HTTP_HOST", "127.0.0.1"),
                Map.entry("HTTP_PORT", Integer.toString(port)),
                Map.entry("LOG_FORMAT", "plain"));
        URI http = URI.create("http://127.0.0.1:" + port);
        return new ServiceOptions(name, jar(name), JAVA_OPTIONS, environment, folder.log(name), http, PATIENCE);
    }

    private Path jar(String service) {
        return home.resolve(service).resolve("target").resolve(service + ".jar");
    }
}
