package dev.lockstep.testbed.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisServerIT {

    @TempDir
    private Path folder;

    @Test
    void keepsWhatItIsGivenAndNothingOnDisk() throws IOException {
        try (RedisServer server = RedisServer.start()) {
            assertThat(server.uri()).hasScheme("redis").hasHost(server.host()).hasPort(server.port());
            assertThat(ask(server, "SET a 1")).isEqualTo("+OK");
            assertThat(ask(server, "STRLEN a")).isEqualTo(":1");
            assertThat(ask(server, "LASTSAVE")).startsWith(":");
            assertThat(ask(server, "BGREWRITEAOF x")).startsWith("-");
        }
    }

    @Test
    void isEmptyAfterAKill() throws IOException {
        int port = FreePort.find();
        try (RedisServer server =
                RedisServer.start(RedisOptions.DEFAULT.asProcess().withPort(port))) {
            assertThat(ask(server, "SET a 1")).isEqualTo("+OK");
            long before = server.pid();
            server.kill();
            assertThat(ProcessHandle.of(before)).isEmpty();
            assertThatThrownBy(() -> ask(server, "PING")).isInstanceOf(IOException.class);
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(ask(server, "STRLEN a")).isEqualTo(":0");
        }
    }

    @Test
    void isSilentWhilePaused() throws IOException {
        try (RedisServer server = RedisServer.start(RedisOptions.DEFAULT.asProcess())) {
            server.pause();
            assertThatThrownBy(() -> ask(server, "PING", 300)).isInstanceOf(IOException.class);
            server.resume();
            assertThat(ask(server, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void closesAlsoWhilePaused() {
        RedisServer server = RedisServer.start(RedisOptions.DEFAULT.asProcess());
        long pid = server.pid();
        server.pause();
        server.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void leavesNothingBehind() {
        Path own = folder.resolve("redis");
        RedisServer server = RedisServer.start(RedisOptions.DEFAULT.asProcess().withFolder(own));
        long pid = server.pid();
        assertThat(own).isNotEmptyDirectory();
        server.close();
        server.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(own).doesNotExist();
    }

    @Test
    void aFailedStartShowsTheLog() {
        assertThatThrownBy(
                        () -> RedisServer.start(RedisOptions.DEFAULT.asProcess().withArguments("--nonsense", "1")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("Redis did not start: it ended with exit code 1")
                .hasMessageContaining("nonsense");
    }

    @Test
    void aPortThatIsTakenIsAFailedStart() {
        try (RedisServer first = RedisServer.start(RedisOptions.DEFAULT.asProcess())) {
            RedisOptions same = RedisOptions.DEFAULT.asProcess().withPort(first.port());
            assertThatThrownBy(() -> RedisServer.start(same))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("port %d is taken".formatted(first.port()));
        }
    }

    private static String ask(RedisServer server, String command) throws IOException {
        return ask(server, command, 10_000);
    }

    private static String ask(RedisServer server, String command, int millis) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }
}
