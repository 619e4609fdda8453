package dev.lockstep.testbed.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {

    private static final int END = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int A_MOMENT_MILLIS = 200;

    private EchoServer server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = EchoServer.start(0);
        proxy = TcpProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void carriesBothWaysMoreThanItHolds() throws Exception {
        byte[] much = new byte[3 * 1024 * 1024];
        much[much.length - 1] = 42;
        try (Socket client = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(much);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(much);
            writer.join();
        }
        awaitConnections(0);
    }

    @Test
    void cutEndsInOrder() throws IOException {
        try (Socket client = connected()) {
            proxy.cut();
            assertThat(client.getInputStream().read()).isEqualTo(END);
            awaitConnections(0);
        }
        connected().close();
    }

    @Test
    void resetIsAReset() throws IOException {
        try (Socket client = connected()) {
            proxy.reset();
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            awaitConnections(0);
        }
        connected().close();
    }

    @Test
    void refusesNewConnectionsAndKeepsTheOld() throws IOException {
        try (Socket client = connected()) {
            proxy.refuse(true);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(client, 2)).isEqualTo(2);
            proxy.refuse(false);
            connected().close();
        }
    }

    @Test
    void frozenItIsSilentAndLosesNothing() throws IOException {
        try (Socket client = connected()) {
            proxy.freeze();
            client.setSoTimeout(A_MOMENT_MILLIS);
            assertThatThrownBy(() -> echo(client, 3)).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.connections()).isEqualTo(1);
            proxy.thaw();
            client.setSoTimeout((int) PATIENCE.toMillis());
            assertThat(client.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void frozenItCanStillBeCut() throws IOException {
        try (Socket client = connected()) {
            proxy.freeze();
            client.getOutputStream().write(4);
            proxy.cut();
            assertThat(client.getInputStream().read()).isEqualTo(END);
            awaitConnections(0);
        }
    }

    @Test
    void delaysEachWay() throws IOException {
        try (Socket client = connected()) {
            proxy.delay(Duration.ofMillis(A_MOMENT_MILLIS));
            long before = System.nanoTime();
            assertThat(echo(client, 5)).isEqualTo(5);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(2L * A_MOMENT_MILLIS));
        }
    }

    @Test
    void newConnectionsGoToTheNewTarget() throws IOException {
        try (EchoServer other = EchoServer.start(100);
                Socket old = connected()) {
            proxy.retarget("127.0.0.1", other.port());
            try (Socket client = connect()) {
                assertThat(echo(client, 6)).isEqualTo(106);
            }
            assertThat(echo(old, 7)).isEqualTo(7);
        }
    }

    @Test
    void aServerThatIsGoneResetsTheClient() throws IOException {
        // Bound and not listening: nobody answers there, and nobody else gets the port meanwhile.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            proxy.retarget("127.0.0.1", nobody.getLocalPort());
            try (Socket client = connect()) {
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
                awaitConnections(0);
            }
        }
    }

    @Test
    void closedItLeavesNothing() throws IOException {
        try (Socket client = connected()) {
            proxy.close();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> proxy.refuse(false)).isInstanceOf(IllegalStateException.class);
            awaitConnections(0);
        }
        // The end of a connection reached the server too.
        Eventually.holds(PATIENCE, () -> assertThat(server.connections()).isZero());
    }

    private void awaitConnections(int count) {
        Eventually.holds(PATIENCE, () -> assertThat(proxy.connections()).isEqualTo(count));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private Socket connected() throws IOException {
        Socket socket = connect();
        assertThat(echo(socket, 1)).isEqualTo(1);
        return socket;
    }

    private static int echo(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }
}
