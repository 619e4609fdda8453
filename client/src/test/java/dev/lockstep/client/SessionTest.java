package dev.lockstep.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session makes of answers; they come by HTTP, from paths that say what to answer. */
final class SessionTest {

    private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String PLACE = "179560800000000000070000000040960000000012";
    private static final String FURTHER = "179560800000000000080000000000040000000000";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final Session session = new Session();

    SessionTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void answer() {
        server.createContext("/", exchange -> {
            String[] words = exchange.getRequestURI().getPath().split("/", -1);
            if (!words[2].isEmpty()) {
                exchange.getResponseHeaders().add(Session.HEADER, words[2]);
            }
            exchange.sendResponseHeaders(Integer.parseInt(words[1]), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        http.close();
        server.stop(0);
    }

    @Test
    void whoHasDoneNothingDemandsNothing() throws Exception {
        assertThat(ask(200, "").request().headers().map()).doesNotContainKey(Session.HEADER);
        assertThat(session.position()).isEmpty();
    }

    @Test
    void whatWasCommittedAndSeenIsDemanded() throws Exception {
        session.committed(SERVER + ":7");
        assertThat(demanded(ask(503, ""))).isEqualTo(SERVER + ":7");
        assertThat(demanded(ask(200, PLACE))).isEqualTo(SERVER + ":7");
        assertThat(demanded(ask(200, FURTHER))).as("which has the commit in it").isEqualTo(PLACE);
        session.committed(SERVER + ":9");
        assertThat(demanded(ask(404, FURTHER))).isEqualTo(FURTHER + ";" + SERVER + ":9");
        assertThat(session.position()).isEqualTo(FURTHER);
    }

    @Test
    void whatHasComeInBetweenIsKept() throws Exception {
        HttpResponse<Void> slow = answer(200, FURTHER);
        session.seen(answer(200, PLACE));
        session.committed(SERVER + ":7");
        session.seen(slow);
        assertThat(session.position()).isEqualTo(FURTHER + ";" + SERVER + ":7");
        session.seen(slow);
        assertThat(session.position()).isEqualTo(FURTHER + ";" + SERVER + ":7");
    }

    @Test
    void itGoesOnSomewhereElse() {
        session.committed(SERVER + ":7");
        assertThat(Session.at(session.position())).hasToString(SERVER + ":7");
    }

    @Test
    void aRequestMayBeMadeAnew() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1/"));
        session.committed(SERVER + ":7");
        session.apply(request);
        session.committed(SERVER + ":8");
        assertThat(session.apply(request).build().headers().allValues(Session.HEADER))
                .containsExactly(SERVER + ":7-8");
    }

    private HttpResponse<Void> ask(int status, String place) throws Exception {
        return session.seen(answer(status, place));
    }

    private HttpResponse<Void> answer(int status, String place) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:%d/%d/%s".formatted(server.getAddress().getPort(), status, place));
        return http.send(session.apply(HttpRequest.newBuilder(uri)).build(), BodyHandlers.discarding());
    }

    private static String demanded(HttpResponse<?> answer) {
        return answer.request().headers().firstValue(Session.HEADER).orElse("");
    }
}
