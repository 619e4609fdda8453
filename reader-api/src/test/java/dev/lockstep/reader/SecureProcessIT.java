package dev.lockstep.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.Certificate;
import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.Signer;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The reader as it is shipped, where others can reach it. */
@Tag("any-server")
@ExtendWith(Stage.Extension.class)
final class SecureProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(ReaderProcess.PATIENCE_SECONDS);

    @TempDir
    private Path folder;

    @Test
    void whereOthersReachItItDoesNotStartWithoutCallers(Stage stage) throws Exception {
        Map<String, String> environment = ReaderProcess.environment(stage, "none", "hero");
        environment.put("HTTP_HOST", "0.0.0.0");
        try (ReaderProcess process = ReaderProcess.start(folder, environment)) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.log())
                    .contains("1 problem with the settings", "READER_AUTH: 'auto' with HTTP_HOST '0.0.0.0'")
                    .contains("READER_CALLERS", "READER_JWT", "READER_AUTH=none");
        }
    }

    @Test
    void whatIsWrongWithTheFilesIsNamedWithAllElse(Stage stage) throws Exception {
        Certificate certificate = Certificate.in(folder);
        Path callers = folder.resolve("callers.json");
        Files.writeString(callers, "[{\"name\": \"app\", \"tables\": [\"a b\"]}, 7]");
        Path keys = folder.resolve("jwks.json");
        Files.writeString(keys, "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}");
        Map<String, String> environment = ReaderProcess.environment(stage, "none", "hero");
        environment.put("READER_LEASE", "long");
        environment.put("READER_CALLERS", callers.toString());
        environment.put("READER_JWT", keys.toString());
        environment.put("READER_TLS_KEYSTORE", certificate.keyStore().toString());
        environment.put("READER_TLS_PASSWORD", "hunter2");

        try (ReaderProcess process = ReaderProcess.start(folder, environment)) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.log())
                    .contains("6 problems with the settings")
                    .contains("READER_LEASE: 'long'")
                    .contains("READER_CALLERS: '%s' [0].sha256 is missing".formatted(callers))
                    .contains("[0].tables[0]: 'a b'", "[1]: '7'")
                    .contains("READER_JWT: '%s' has no public key".formatted(keys))
                    .contains("READER_TLS_KEYSTORE: '%s' cannot be read".formatted(certificate.keyStore()))
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void servesHttpsToCallersAndNotesWhoWasDenied(Stage stage) throws Exception {
        Certificate certificate = Certificate.in(folder);
        Signer signer = new Signer("first");
        Path callers = folder.resolve("callers.json");
        new CallersJson().with("app", "\"tables\": \"hero\"").write(callers);
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1)".formatted(schema));
        HttpsServer giver = giver(certificate, signer.jwks());
        Map<String, String> environment = ReaderProcess.environment(stage, schema, "hero");
        environment.put("HTTP_HOST", "0.0.0.0");
        environment.put("READER_CALLERS", callers.toString());
        environment.put(
                "READER_JWT",
                "https://127.0.0.1:%d/keys".formatted(giver.getAddress().getPort()));
        environment.put("READER_TLS_KEYSTORE", certificate.keyStore().toString());
        environment.put("READER_TLS_PASSWORD", Certificate.PASSWORD);
        environment.put("LOG_LEVEL", "warn");
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                        .formatted(certificate.trustStore(), Certificate.PASSWORD));
        environment.put("HTTP_PORT", Integer.toString(FreePort.find()));
        URI address = URI.create("https://127.0.0.1:" + environment.get("HTTP_PORT"));

        try (ReaderProcess process = ReaderProcess.start(folder, environment);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(certificate.client()).build()) {
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(
                                    get(client, address, "X-Api-Key", "app-key").body())
                            .isEqualTo("{\"id\":1}"));
            String token = signer.token(claims -> claims.claim("tables", "hero"));
            assertThat(get(client, address, "Authorization", "Bearer " + token).statusCode())
                    .isEqualTo(200);
            giver.stop(0);
            assertThat(get(client, address, "Authorization", "Bearer " + token).statusCode())
                    .isEqualTo(200);
            assertThat(get(client, address, "X-Api-Key", "wrong").statusCode()).isEqualTo(401);
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> get(HttpClient.newHttpClient(), address, "X-Api-Key", "app-key"));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .as("no answer at all without TLS")
                    .isThrownBy(() -> RawHttp.get(address, "/v1/hero/1"));
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(process.log())
                            .contains("denied caller=- reason=bad-credentials method=GET table=hero remote=127.0.0.1")
                            .doesNotContain("wrong")
                            .doesNotContain("app-key"));
        } finally {
            giver.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI address, String header, String value)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve("/v1/hero/1"))
                        .header(header, value)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Gives keys to whoever asks. */
    private static HttpsServer giver(Certificate certificate, String keys)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        server.createContext("/keys", exchange -> {
            byte[] body = keys.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
