package dev.lockstep.testbed.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the reading app makes of answers; the answers are an HTTP server's of the test. */
final class ReadingAppTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger asked = new AtomicInteger();
    private final Set<String> paths = new ConcurrentSkipListSet<>();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void countsWhatTheHeadersSay() {
        try (ReadingApp app = start()) {
            Eventually.holds(SOON, () -> assertThat(app.counts().reads()).isGreaterThanOrEqualTo(40));
            ReadCounts counts = app.counts();
            // Of five answers, two are from Redis and one is no answer to the question.
            assertThat(counts.fromRedis()).isCloseTo(counts.reads() * 2 / 5, within(4));
            assertThat(counts.failed()).isCloseTo(counts.reads() / 5, within(4));
            assertThat(counts.lastFailure()).startsWith("503");
            assertThat(counts.worstStalenessMillis()).isEqualTo(170);
            assertThat(paths).allMatch(path -> path.matches("/v1/hero/([1-9]|1\\d|20)"));
        }
    }

    @Test
    void noAnswerIsAFailure() throws IOException {
        // Bound and not listening: nobody answers there, and nobody else gets the port meanwhile.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (ReadingApp app = start(nobody.getLocalPort())) {
                Eventually.holds(SOON, () -> assertThat(app.counts().failed()).isPositive());
                assertThat(app.counts().reads()).isZero();
                assertThat(app.counts().lastFailure()).contains("ConnectException");
            }
        }
    }

    private ReadingApp start() {
        return start(server.getAddress().getPort());
    }

    private static ReadingApp start(int port) {
        URI uri = URI.create("http://127.0.0.1:" + port);
        return ReadingApp.start(new ReadingOptions(uri, 1, 1, 1_000, 20));
    }

    private void answer(HttpExchange exchange) throws IOException {
        paths.add(exchange.getRequestURI().getPath());
        switch (asked.getAndIncrement() % 5) {
            case 0 -> answer(exchange, 200, "hit", "12ms");
            case 1 -> answer(exchange, 404, "negative", "170ms");
            case 2 -> answer(exchange, 200, "miss", "unknown");
            case 3 -> answer(exchange, 200, "bypass", "3ms");
            default -> answer(exchange, 503, "", "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String source, String staleness) throws IOException {
        exchange.getResponseHeaders().set("Lockstep-Source", source);
        exchange.getResponseHeaders().set("Lockstep-Staleness", staleness);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static org.assertj.core.data.Offset<Long> within(long offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }
}
