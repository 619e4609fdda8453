package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.FakeService.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a service as a process. */
@Tag("any-server")
final class ServiceProcessIT {

    @TempDir
    private Path folder;

    @Test
    void isReadyOnceStarted() throws IOException {
        try (ServiceProcess service = ServiceProcess.start(options(Behaviour.GETS_READY))) {
            assertThat(service.isAlive()).isTrue();
            assertThat(service.exitCode()).isEmpty();
            assertThat(ProcessHandle.of(service.pid())).isPresent();
        }
    }

    @Test
    void getsItsSettingsAndNoneOfOurs() throws IOException {
        assertThat(System.getenv()).containsKey("PATH").hasSizeGreaterThan(3);
        try (ServiceProcess service = ServiceProcess.start(options(Behaviour.GETS_READY))) {
            assertThat(service.log()).contains("DB_HOST, HOME, HTTP_PORT").doesNotContain("JAVA_HOME");
        }
    }

    @Test
    void canBeKilledAndStartedAgain() throws IOException {
        try (ServiceProcess service = ServiceProcess.start(options(Behaviour.GETS_READY))) {
            long before = service.pid();
            service.kill();
            assertThat(service.isAlive()).isFalse();
            assertThat(service.exitCode()).hasValue(128 + 9);
            assertThat(ProcessHandle.of(before)).isEmpty();
            service.restart();
            assertThat(service.isAlive()).isTrue();
            assertThat(service.pid()).isNotEqualTo(before);
            assertThat(service.log().lines().filter(line -> line.startsWith("settings:")))
                    .hasSize(2);
        }
    }

    @Test
    void anOrderlyStopIsASigterm() throws IOException {
        try (ServiceProcess service = ServiceProcess.start(options(Behaviour.GETS_READY))) {
            service.stop();
            assertThat(service.exitCode()).hasValue(128 + 15);
        }
    }

    @Test
    void aDeathIsNoticed() throws IOException {
        try (ServiceProcess service = ServiceProcess.start(options(Behaviour.GETS_READY))) {
            ProcessHandle.of(service.pid()).orElseThrow().destroyForcibly();
            Eventually.holds(
                    Duration.ofSeconds(10), () -> assertThat(service.isAlive()).isFalse());
            assertThat(service.exitCode()).hasValue(128 + 9);
        }
    }

    @Test
    void oneThatEndsAtOnceShowsItsLog() throws IOException {
        ServiceOptions options = options(Behaviour.ENDS_AT_ONCE);
        assertThatThrownBy(() -> ServiceProcess.start(options))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("the fake did not start: it ended with exit code 3")
                .hasMessageContaining("DB_HOST is not to my liking");
    }

    @Test
    void oneThatDoesNotGetReadyIsEnded() throws IOException {
        ServiceOptions patient = options(Behaviour.NEVER_READY);
        ServiceOptions options = new ServiceOptions(
                patient.name(),
                patient.jar(),
                patient.javaOptions(),
                patient.environment(),
                patient.log(),
                patient.http(),
                Duration.ofSeconds(2));
        assertThatThrownBy(() -> ServiceProcess.start(options))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("not ready within 2 s");
        assertThat(FreePort.isFree(options.http().getPort())).isTrue();
    }

    @Test
    void aMissingJarIsRefused() {
        ServiceOptions options = new ServiceOptions(
                "the fake",
                folder.resolve("missing.jar"),
                List.of(),
                Map.of(),
                folder.resolve("log"),
                URI.create("http://127.0.0.1:1"),
                Duration.ofSeconds(1));
        assertThatThrownBy(() -> ServiceProcess.start(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.jar");
    }

    private ServiceOptions options(Behaviour behaviour) throws IOException {
        int port = FreePort.find();
        return new ServiceOptions(
                "the fake",
                FakeService.jar(folder.resolve("fake.jar"), behaviour),
                List.of("-Xmx32m"),
                Map.of("HTTP_PORT", Integer.toString(port), "DB_HOST", "127.0.0.1"),
                folder.resolve("fake.log"),
                URI.create("http://127.0.0.1:" + port),
                Duration.ofSeconds(30));
    }
}
