package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server whose JVM ends without having closed it. */
@Tag("any-server")
final class GuardIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private Path folder;
    private Process starter;
    private long server;

    @BeforeEach
    void startAJvmThatStartsAServer() throws IOException {
        folder = temporary.resolve("redis");
        starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsRedis.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = starter.inputReader(UTF_8).readLine();
        assertThat(line).isNotNull();
        server = Long.parseLong(line);
        assertThat(ProcessHandle.of(server)).isPresent();
    }

    @AfterEach
    void endIt() {
        starter.destroyForcibly();
    }

    @Test
    void aKilledJvmLeavesNothingBehind() {
        starter.destroyForcibly().onExit().join();
        assertThatNothingIsLeft();
    }

    @Test
    void aJvmThatEndsWithoutClosingLeavesNothingBehind() throws IOException {
        starter.getOutputStream().close();
        starter.onExit().join();
        assertThatNothingIsLeft();
    }

    @Test
    void anInterruptOfTheTerminalDoesNotReachTheServer() throws IOException {
        long ours = processGroup(ProcessHandle.current().pid());
        assertThat(processGroup(starter.pid())).isEqualTo(ours);
        assertThat(processGroup(server)).isNotEqualTo(ours);
    }

    @Test
    void theGuardOutlivesTheSignalsOfATerminal() throws Exception {
        ProcessHandle guard = ProcessHandle.of(server).orElseThrow().parent().orElseThrow();
        // The other child is the watcher, which a signal to the whole process group reaches as well.
        List<ProcessHandle> all = Stream.concat(
                        Stream.of(guard), guard.children().filter(child -> child.pid() != server))
                .toList();
        assertThat(all).hasSize(2);
        for (String signal : List.of("INT", "QUIT", "HUP", "TERM")) {
            for (ProcessHandle each : all) {
                run("kill", "-" + signal, Long.toString(each.pid()));
            }
        }
        starter.destroyForcibly().onExit().join();
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() {
        Eventually.holds(SOON, () -> {
            assertThat(ProcessHandle.of(server)).isEmpty();
            assertThat(folder).doesNotExist();
        });
    }

    private static long processGroup(long pid) throws IOException {
        return Long.parseLong(run("ps", "-o", "pgid=", "-p", Long.toString(pid)).strip());
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue()).isZero();
        return output;
    }
}
