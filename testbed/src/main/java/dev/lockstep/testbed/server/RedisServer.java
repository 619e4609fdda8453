package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis that keeps nothing on disk. Thread safe.
 *
 * <p>Only a server that is a process of ours can be hurt; {@link RedisOptions#asProcess} makes sure of that.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int PING_MILLIS = 1_000;

    private final URI uri;
    private final @Nullable ManagedProcess process;
    private final AutoCloseable closer;

    private RedisServer(URI uri, @Nullable ManagedProcess process, AutoCloseable closer) {
        this.uri = uri;
        this.process = process;
        this.closer = closer;
    }

    /** As {@link #start(RedisOptions)} with {@link RedisOptions#DEFAULT}. */
    public static RedisServer start() {
        return start(RedisOptions.DEFAULT);
    }

    /** On a fixed port. */
    public static RedisServer start(int port) {
        return start(RedisOptions.DEFAULT.withPort(port));
    }

    /**
     * Returns when the server answers.
     *
     * @throws ServerStartException with the end of its log where it does not
     * @throws UnfitMachineException where this machine can run none
     */
    public static RedisServer start(RedisOptions options) {
        Origin origin = options.binary()
                .<Origin>map(Origin.Binary::new)
                .orElseGet(() -> Origins.find(ServerKind.REDIS, options.processOnly()));
        return switch (origin) {
            case Origin.Address given -> new RedisServer(given.uri(), null, () -> {});
            case Origin.Binary binary -> process(binary.path(), options);
            case Origin.Image image -> container(image.name(), options);
        };
    }

    /** {@code redis://host:port}. */
    public URI uri() {
        return uri;
    }

    public String host() {
        return uri.getHost();
    }

    public int port() {
        return uri.getPort() < 0 ? ServerKind.REDIS.usualPort() : uri.getPort();
    }

    /** The process id of redis-server. */
    public long pid() {
        return process().pid();
    }

    /** Whether the process runs; a server that is not ours counts as alive. */
    public boolean isAlive() {
        return process == null || process.isAlive();
    }

    /** SIGKILL; returns when it is gone, and with it all it held. */
    public void kill() {
        process().kill();
    }

    /** Stops it where it still runs, starts it empty on the same port, returns when it answers. */
    public void restart() {
        process().restart();
    }

    /** SIGSTOP: it keeps its connections and answers nobody. */
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    public void resume() {
        process().resume();
    }

    /** Stops it; leaves a server alone that was there already. */
    @Override
    public void close() {
        Closing.quietly(closer);
    }

    private ManagedProcess process() {
        if (process == null) {
            throw new UnsupportedOperationException("not a process of ours (expected: RedisOptions.asProcess())");
        }
        return process;
    }

    private static RedisServer container(String image, RedisOptions options) {
        Container container = Container.redis(image, options);
        return new RedisServer(uri(container.host(), container.port()), null, container);
    }

    private static RedisServer process(Path binary, RedisOptions options) {
        int port = FreePort.forServer("Redis", options.port());
        try {
            Path folder = ServerFolder.make("redis", options.folder());
            Launch launch = new Launch(
                    "Redis",
                    command(binary, port, folder, options.arguments()),
                    Map.of(),
                    folder.resolve("redis.log"),
                    Optional.of(folder),
                    PATIENCE,
                    GRACE);
            ManagedProcess process = ManagedProcess.start(launch, () -> ping(port));
            return new RedisServer(uri("127.0.0.1", port), process, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of a Redis server", e);
        }
    }

    private static List<String> command(Path binary, int port, Path folder, List<String> more) {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.toString()));
        command.addAll(more);
        return command;
    }

    private static void ping(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_MILLIS);
            socket.setSoTimeout(PING_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes("+PONG".length()), US_ASCII);
            if (!answer.equals("+PONG")) {
                throw new IOException("Redis says '%s' (expected: '+PONG')".formatted(answer));
            }
        }
    }

    private static URI uri(String host, int port) {
        return URI.create("redis://%s:%d".formatted(host, port));
    }
}
