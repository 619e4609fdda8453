package dev.lockstep.testbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.FakeService;
import dev.lockstep.testbed.server.FakeService.Behaviour;
import dev.lockstep.testbed.server.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process, with real servers and services that only pretend: what it starts, it ends. */
@Tag("any-server")
final class LockstepIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private final List<Process> started = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void makeServices() throws IOException {
        folder = home.resolve("target").resolve("lockstep");
        service("cdc-worker", Behaviour.GETS_READY);
        service("reader-api", Behaviour.GETS_READY);
    }

    @AfterEach
    void endIt() {
        started.forEach(each -> each.destroyForcibly().onExit().join());
        assertThatNothingIsLeft(List.of());
    }

    @Test
    void upWritesTheAddressesStaysAndEndsWithoutAComplaint() throws Exception {
        int port = FreePort.find();
        Process lockstep = start("up", "--reader-port", Integer.toString(port));
        Map<String, String> endpoints = awaitEndpoints();
        assertThat(endpoints)
                .containsOnlyKeys(
                        "MYSQL_URL",
                        "MYSQL_HOST",
                        "MYSQL_PORT",
                        "MYSQL_USER",
                        "MYSQL_PASS",
                        "REDIS_URL",
                        "READER_URL",
                        "WORKER_URL")
                .containsEntry("READER_URL", "http://127.0.0.1:" + port)
                .containsEntry("MYSQL_HOST", "127.0.0.1");
        List<Long> processes = processes(lockstep);
        assertThat(processes).hasSizeGreaterThanOrEqualTo(4);

        lockstep.destroy();
        assertThat(lockstep.onExit().join().exitValue()).isZero();
        assertThat(output())
                .contains("127.0.0.1:" + endpoints.get("MYSQL_PORT"))
                .contains("curl -i http://127.0.0.1:%d/v1/hero/1".formatted(port))
                .contains("Everything is stopped, and its data deleted.");
        assertThatNothingIsLeft(processes);
    }

    @Test
    void aKilledOneLeavesNothingBehind() throws Exception {
        Process lockstep = start("up");
        awaitEndpoints();
        List<Long> processes = processes(lockstep);
        lockstep.destroyForcibly().onExit().join();
        assertThatNothingIsLeft(processes);
    }

    @Test
    void oneThatIsStoppedHalfWayLeavesNothingBehind() throws Exception {
        service("reader-api", Behaviour.NEVER_READY);
        Process lockstep = start("demo");
        Eventually.holds(SOON, () -> assertThat(output()).contains("  cdc-worker   http://"));
        List<Long> processes = processes(lockstep);
        lockstep.destroy();
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(130);
        assertThat(output()).doesNotContain("did not start").contains("Everything is stopped");
        assertThatNothingIsLeft(processes);
    }

    @Test
    void aTortureThatIsStoppedLeavesNothingBehind() throws Exception {
        Process lockstep = start("torture");
        Eventually.holds(SOON, () -> assertThat(output()).contains("  reader-api   http://"));
        List<Long> processes = processes(lockstep);
        assertThat(processes).hasSizeGreaterThanOrEqualTo(5);
        lockstep.destroy();
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(130);
        assertThat(output()).doesNotContain("FAILED").contains("Everything is stopped");
        assertThatNothingIsLeft(processes);
    }

    @Test
    void aServiceThatDoesNotStartIsShownAndEverythingIsStopped() throws Exception {
        service("cdc-worker", Behaviour.ENDS_AT_ONCE);
        Process lockstep = start("demo", "--for", "2s");
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(1);
        assertThat(output())
                .contains("cdc-worker did not start: it ended with exit code 3")
                .contains("DB_HOST is not to my liking")
                .contains("Everything is stopped");
        assertThatNothingIsLeft(List.of());
        assertThat(folder.resolve("cdc-worker.log")).exists();
    }

    @Test
    void aServiceThatDiesIsShownAndEverythingIsStopped() throws Exception {
        Process lockstep = start("up");
        awaitEndpoints();
        List<Long> processes = processes(lockstep);
        long worker = pidOf(lockstep, "cdc-worker.jar");
        ProcessHandle.of(worker).orElseThrow().destroyForcibly();
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(1);
        assertThat(output()).contains("cdc-worker has ended with exit code 137", "settings: [");
        assertThatNothingIsLeft(processes);
    }

    @Test
    void aWorkerThatDoesNothingDoesNotPass() throws Exception {
        Process lockstep = start("demo", "--for", "2s");
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(1);
        assertThat(output())
                .contains("never seen", "The worker did not catch up.", "differences  0")
                .contains("0 equal");
    }

    @Test
    void aSecondOneInTheSamePlaceIsRefused() throws Exception {
        Process lockstep = start("up");
        awaitEndpoints();
        Process second = command(home.resolve("second.txt"), "up");
        assertThat(second.onExit().join().exitValue()).isEqualTo(1);
        assertThat(home.resolve("second.txt")).content().contains("another ./lockstep runs here already");
        assertThat(lockstep.isAlive()).isTrue();
        assertThat(folder.resolve("endpoints.env")).exists();
    }

    @Test
    void withoutServicesNothingIsStarted() throws Exception {
        Files.delete(home.resolve("reader-api/target/reader-api.jar"));
        Process lockstep = start("up");
        assertThat(lockstep.onExit().join().exitValue()).isEqualTo(1);
        assertThat(output()).contains("reader-api is not built").doesNotContain("MySQL  ");
    }

    private void service(String name, Behaviour behaviour) throws IOException {
        FakeService.jar(home.resolve(name).resolve("target").resolve(name + ".jar"), behaviour);
    }

    private Process start(String... arguments) throws IOException {
        return command(home.resolve("output.txt"), arguments);
    }

    private Process command(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlockstep.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Lockstep.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        started.add(process);
        return process;
    }

    private Map<String, String> awaitEndpoints() throws IOException {
        Path file = folder.resolve("endpoints.env");
        Eventually.holds(SOON, () -> assertThat(file).exists());
        return Files.readAllLines(file).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    }

    private String output() throws IOException {
        return Files.readString(home.resolve("output.txt"), UTF_8);
    }

    /** Everything that runs from our folder, but for the command line itself. */
    private List<Long> processes(Process lockstep) {
        return lockstep.descendants().map(ProcessHandle::pid).toList();
    }

    private long pidOf(Process lockstep, String part) {
        return lockstep.descendants()
                .filter(each -> each.info().commandLine().orElse("").contains(" -jar "))
                .filter(each -> each.info().commandLine().orElse("").contains(part))
                .filter(each -> each.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private void assertThatNothingIsLeft(List<Long> processes) {
        Eventually.holds(SOON, () -> {
            assertThat(processes).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            if (Files.exists(folder)) {
                assertThat(folder).isDirectoryNotContaining("glob:**/{mysql,redis}-*");
            }
        });
    }
}
