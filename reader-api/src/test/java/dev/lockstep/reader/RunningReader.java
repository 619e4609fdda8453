package dev.lockstep.reader;

import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A reader in this process, on a free port. */
final class RunningReader implements AutoCloseable {

    private final ApplicationContext context;
    private final URI uri;
    private final List<Throwable> failures;

    private RunningReader(ApplicationContext context, List<Throwable> failures) {
        this.context = context;
        this.uri = context.getBean(EmbeddedServer.class).getURI();
        this.failures = failures;
    }

    /** Starts one against two servers, with further settings as they would stand in the environment. */
    static RunningReader start(MySqlServer mysql, RedisServer redis, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DB_HOST", mysql.host(),
                "DB_PORT", Integer.toString(mysql.port()),
                "DB_USER", mysql.user(),
                "DB_PASS", mysql.password(),
                "REDIS_URL", redis.uri().toString(),
                "HTTP_PORT", "0"));
        environment.putAll(more);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        return new RunningReader(Reader.start(Reader.read(environment), failures::add), failures);
    }

    URI uri() {
        return uri;
    }

    Response get(String target) throws IOException {
        return RawHttp.send(uri, "GET", target);
    }

    /** With pairs of a header's name and its value. */
    Response get(String target, String... headers) throws IOException {
        return send("GET", target, headers);
    }

    /** As above. */
    Response send(String method, String target, String... headers) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return RawHttp.send(uri, method, target, all, "");
    }

    Response send(String method, String target, Map<String, String> headers, String body) throws IOException {
        return RawHttp.send(uri, method, target, headers, body);
    }

    /** Whether a part of this type is in it. */
    boolean has(Class<?> part) {
        return context.containsBean(part);
    }

    /** A body of JSON. */
    Response post(String target, String body) throws IOException {
        return RawHttp.send(uri, "POST", target, Map.of("Content-Type", "application/json"), body);
    }

    /** What a meter shows in {@code /prometheus}; the name with its labels as they stand there. */
    double meter(String name) throws IOException {
        return get("/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter " + name));
    }

    /** Why it would have ended, were it a process. */
    List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        context.close();
    }
}
