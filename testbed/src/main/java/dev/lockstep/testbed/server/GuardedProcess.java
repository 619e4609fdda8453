package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A process under a guard, a small shell that holds the other end of a pipe from this JVM. When the pipe is closed, by us or
 * because this JVM is gone (a SIGKILL included), the guard ends the process. Thread safe.
 */
final class GuardedProcess implements AutoCloseable {

    private static final String SCRIPT = script();

    /** What a process gets of our environment; the rest would make it depend on who starts it. */
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH");

    /** What the guard itself needs besides the grace of its process. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Signals that are sent to the process itself, past the guard. */
    enum Signal {
        KILL,
        TERM,
        STOP,
        CONT
    }

    private final Process guard;
    private final long pid;
    private final Duration patience;

    private GuardedProcess(Process guard, long pid, Duration grace) {
        this.guard = guard;
        this.pid = pid;
        this.patience = grace.plus(MARGIN);
    }

    /** Starts it; that the command exists is not known before it has printed or ended. */
    static GuardedProcess start(Launch launch) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "lockstep-guard"));
        command.add(launch.folder().map(Object::toString).orElse(""));
        command.add(launch.log().toString());
        // Where everything is thrown away, there is nothing to finish.
        Duration grace = launch.folder().isPresent() ? Duration.ZERO : launch.grace();
        command.add(Long.toString(grace.toSeconds()));
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(launch.environment());
        try {
            Process guard = builder.start();
            return new GuardedProcess(guard, readPid(guard, launch), launch.grace());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launch.name(), e);
        }
    }

    /** The process id of the process itself. */
    long pid() {
        return pid;
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /** Empty while it runs; 128 and the signal's number where a signal ended it. */
    OptionalInt exitCode() {
        return guard.isAlive() ? OptionalInt.empty() : OptionalInt.of(guard.exitValue());
    }

    /** Whether it ended within the time. */
    boolean awaitEnd(Duration most) throws InterruptedException {
        return guard.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does nothing where it has ended. */
    void send(Signal signal) {
        if (!guard.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a signal", e);
        }
    }

    /** Sends SIGKILL and returns when it is gone. */
    void kill() {
        send(Signal.KILL);
        awaitGuard();
    }

    /** Asks it to end, kills it where it does not, and returns when it is gone; keeps the folder. */
    void stop() {
        send(Signal.TERM);
        send(Signal.CONT);
        if (!endsWithin(patience)) {
            kill();
        }
    }

    /** Ends it and deletes the folder; with one, it is not asked first. Returns when both are done, also to a thread that is interrupted. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the guard", e);
        }
        awaitGuard();
    }

    private void awaitGuard() {
        if (!endsWithin(patience)) {
            throw new IllegalStateException("process %d did not end within %s".formatted(pid, patience));
        }
    }

    private boolean endsWithin(Duration most) {
        try {
            guard.onExit().orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private static long readPid(Process guard, Launch launch) throws IOException {
        try (BufferedReader reader = guard.inputReader(UTF_8)) {
            String line = reader.readLine();
            if (line == null) {
                throw ServerStartException.of(launch, "no shell to guard it (expected: sh on the PATH)", null);
            }
            return Long.parseLong(line);
        }
    }

    private static String script() {
        try (InputStream script = GuardedProcess.class.getResourceAsStream("guard.sh")) {
            if (script == null) {
                throw new IllegalStateException("not on the class path: guard.sh");
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read guard.sh", e);
        }
    }
}
