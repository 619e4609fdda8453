package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The services as the benchmarks run them: on free ports, with 256 MB, with the table {@code heroes.hero}. */
final class Services {

    static final List<String> JAVA_OPTIONS = List.of("-Xmx256m");

    private static final Path HOME = Path.of(System.getProperty("lockstep.home", "."));

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final MySqlServer mysql;
    private final RedisServer redis;

    Services(MySqlServer mysql, RedisServer redis) {
        this.mysql = mysql;
        this.redis = redis;
    }

    /** The worker; {@code -Dlockstep.worker.options} are further options for its JVM. */
    ServiceOptions worker(Map<String, String> more) {
        return options("cdc-worker", "drain-worker", more);
    }

    /** A reader; {@code -Dlockstep.reader.options} are further options for its JVM. */
    ServiceOptions reader(String name, Map<String, String> more) {
        return options("reader-api", name, more);
    }

    private ServiceOptions options(String module, String name, Map<String, String> more) {
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DB_HOST", mysql.host(),
                "DB_PORT", Integer.toString(mysql.port()),
                "DB_USER", mysql.user(),
                "DB_PASS", mysql.password(),
                "DB_NAME", "heroes",
                "DB_TABLE", "hero",
                "DB_TLS", "disabled",
                "REDIS_URL", redis.uri().toString(),
                "HTTP_PORT", Integer.toString(port),
                "LOG_FORMAT", "plain"));
        environment.putAll(more);
        List<String> javaOptions = new ArrayList<>(JAVA_OPTIONS);
        String property = module.equals("cdc-worker") ? "lockstep.worker.options" : "lockstep.reader.options";
        String options = System.getProperty(property, "");
        if (!options.isBlank()) {
            javaOptions.addAll(List.of(options.split(" ")));
        }
        return new ServiceOptions(
                module,
                HOME.resolve(module).resolve("target").resolve(module + ".jar"),
                javaOptions,
                environment,
                file(name + ".log"),
                URI.create("http://127.0.0.1:" + port),
                PATIENCE);
    }

    /** One of the benchmarks' own, such as a log. */
    static Path file(String name) {
        return HOME.resolve("benchmarks/target").resolve(name);
    }
}
