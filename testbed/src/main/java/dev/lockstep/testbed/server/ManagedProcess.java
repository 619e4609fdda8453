package dev.lockstep.testbed.server;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.lockstep.testbed.server.GuardedProcess.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.commons.io.FileUtils;

/** A process that is ready, and can be hurt and started again. Thread safe; the methods that change it wait for each other. */
final class ManagedProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Launch launch;
    private final Readiness readiness;
    private volatile GuardedProcess process;

    private ManagedProcess(Launch launch, Readiness readiness, GuardedProcess process) {
        this.launch = launch;
        this.readiness = readiness;
        this.process = process;
    }

    /** Returns when it is ready; throws {@link ServerStartException} and leaves nothing behind where it does not get so. */
    static ManagedProcess start(Launch launch, Readiness readiness) {
        ManagedProcess managed = new ManagedProcess(launch, readiness, GuardedProcess.start(launch));
        managed.awaitReady();
        return managed;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while it runs. */
    OptionalInt exitCode() {
        return process.exitCode();
    }

    /** SIGKILL; returns when it is gone. */
    synchronized void kill() {
        process.kill();
    }

    /** SIGSTOP: it keeps its connections and answers nobody. */
    synchronized void pause() {
        process.send(Signal.STOP);
    }

    /** SIGCONT. */
    synchronized void resume() {
        process.send(Signal.CONT);
    }

    /** Asks it to end and returns when it is gone. */
    synchronized void stop() {
        process.stop();
    }

    /** Stops it where it still runs, starts it with the same command, returns when it is ready. */
    synchronized void restart() {
        process.stop();
        process = GuardedProcess.start(launch);
        awaitReady();
    }

    /** Ends it and deletes its folder. */
    @Override
    public synchronized void close() {
        process.close();
        launch.folder().ifPresent(folder -> {
            try {
                FileUtils.deleteDirectory(folder.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + folder, e);
            }
        });
    }

    private void awaitReady() {
        RetryPolicy<Object> policy = RetryPolicy.builder()
                .withDelay(POLL)
                .withMaxAttempts(-1)
                .withMaxDuration(launch.patience())
                .abortIf((result, failure) -> !process.isAlive())
                .build();
        try {
            Failsafe.with(policy).run(readiness::check);
        } catch (RuntimeException e) {
            ServerStartException failure = ServerStartException.of(launch, why(), cause(e));
            close();
            throw failure;
        }
    }

    private String why() {
        OptionalInt code = process.exitCode();
        if (code.isEmpty()) {
            return "not ready within %d s".formatted(launch.patience().toSeconds());
        }
        return code.getAsInt() == 127
                ? "%s is missing or does not run on this machine"
                        .formatted(launch.command().getFirst())
                : "it ended with exit code %d".formatted(code.getAsInt());
    }

    private static Throwable cause(RuntimeException e) {
        return e instanceof FailsafeException && e.getCause() != null ? e.getCause() : e;
    }
}
