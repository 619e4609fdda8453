package dev.lockstep.testbed.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The worker or the reader in a JVM of its own, as it runs in production. Thread safe. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration ASK = Duration.ofSeconds(2);
    private static final int OK = 200;

    /** One for all: it is asked many times a second while a service starts, and a client has threads of its own. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ASK).build();

    private final ServiceOptions options;
    private final ManagedProcess process;

    private ServiceProcess(ServiceOptions options, ManagedProcess process) {
        this.options = options;
        this.process = process;
    }

    /**
     * Returns when {@code /health/readiness} answers 200.
     *
     * @throws ServerStartException with the end of its log where it does not, or has ended
     */
    public static ServiceProcess start(ServiceOptions options) {
        return start(options, () -> askReadiness(options.http()));
    }

    /** Returns when the process is there; {@link #restart} does not wait for more either. */
    public static ServiceProcess launch(ServiceOptions options) {
        return start(options, () -> {});
    }

    private static ServiceProcess start(ServiceOptions options, Readiness readiness) {
        if (!Files.isRegularFile(options.jar())) {
            throw new IllegalArgumentException("%s: no jar at %s (expected: a built one; ./lockstep builds it)"
                    .formatted(options.name(), options.jar()));
        }
        Launch launch = new Launch(
                options.name(),
                command(options),
                options.environment(),
                options.log(),
                Optional.empty(),
                options.patience(),
                GRACE);
        return new ServiceProcess(options, ManagedProcess.start(launch, readiness));
    }

    /** The process id of the JVM. */
    public long pid() {
        return process.pid();
    }

    /** Where it serves HTTP. */
    public URI http() {
        return options.http();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while it runs; 128 and the signal's number where a signal ended it. */
    public OptionalInt exitCode() {
        return process.exitCode();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM; returns when it is gone. */
    public void stop() {
        process.stop();
    }

    /** Stops it where it still runs, starts it with the same settings, returns when it is ready. */
    public void restart() {
        process.restart();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** Everything it has printed so far, restarts included. */
    public String log() {
        try {
            return Files.readString(options.log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + options.log(), e);
        }
    }

    /** Where {@link #log()} comes from. */
    public Path logFile() {
        return options.log();
    }

    /** Ends it; keeps the log. */
    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(ServiceOptions options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options.javaOptions());
        command.add("-jar");
        command.add(options.jar().toAbsolutePath().toString());
        return command;
    }

    private static void askReadiness(URI http) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(http.resolve("/health/readiness"))
                .timeout(ASK)
                .build();
        int status = HTTP.send(request, BodyHandlers.discarding()).statusCode();
        if (status != OK) {
            throw new IOException("readiness is %d (expected: %d)".formatted(status, OK));
        }
    }
}
