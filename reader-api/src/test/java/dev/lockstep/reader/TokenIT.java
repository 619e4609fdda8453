package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Signer;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Callers who come with a token. */
@ExtendWith(Stage.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class TokenIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Signer signer = new Signer("first");
    private final RunningReader reader;

    TokenIT(Stage stage, @TempDir Path folder) throws SQLException, IOException, JOSEException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada')".formatted(schema),
                "CREATE TABLE %s.secret (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.secret VALUES (1)".formatted(schema));
        Path keys = folder.resolve("jwks.json");
        Files.writeString(keys, signer.jwks());
        Path callers = folder.resolve("callers.json");
        new CallersJson().with("app", "\"tables\": \"secret\"").write(callers);
        reader = RunningReader.start(
                stage.mysql(),
                stage.redis(),
                Map.of(
                        "DB_NAME",
                        schema,
                        "DB_TABLE",
                        "hero,secret",
                        "CACHE_NAMESPACE",
                        schema,
                        "READER_CALLERS",
                        callers.toString(),
                        "READER_JWT",
                        keys.toString(),
                        "READER_JWT_AUDIENCE",
                        "lockstep"));
        Eventually.holds(
                PATIENCE,
                () -> assertThat(reader.get("/v1/secret/1", "X-Api-Key", "app-key")
                                .status())
                        .isEqualTo(200));
    }

    @AfterAll
    void close() {
        reader.close();
    }

    private Response with(String token, String target) throws IOException {
        return reader.get(target, "Authorization", "Bearer " + token);
    }

    private void refused(String token) throws IOException {
        Response response = with(token, "/v1/hero/1");
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"lockstep\", error=\"invalid_token\"");
        assertThat(response.body())
                .isEqualTo("{\"type\":\"/problems/unauthenticated\",\"title\":\"Callers must say who they are\","
                        + "\"status\":401,\"detail\":\"the key or token is not known here, or does not hold any more\","
                        + "\"instance\":\"/v1/hero/1\"}");
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    @Test
    void aTokenSaysWhatMayBeRead() throws Exception {
        String token = signer.token(claims -> claims.claim("tables", List.of("hero")));
        String narrow =
                signer.token(claims -> claims.claim("tables", "*").claim("columns", Map.of("hero", List.of("name"))));

        assertThat(with(token, "/v1/hero/1").body()).isEqualTo("{\"id\":1,\"name\":\"Ada\"}");
        assertThat(with(token, "/v1/secret/1").body()).contains("unknown-table");
        assertThat(with(token, "/prometheus").status()).isEqualTo(403);
        assertThat(with(narrow, "/v1/hero/1").body()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(with(narrow, "/v1/secret/1").status()).isEqualTo(200);
    }

    @Test
    void itMayBeForOthersTooAndMayHaveToWaitForItsTime() throws Exception {
        String shared = signer.token(claims -> claims.claim("tables", "hero")
                .audience(List.of("others", "lockstep"))
                .notBeforeTime(in(Duration.ofMinutes(-1))));

        assertThat(with(shared, "/v1/hero/1").status()).isEqualTo(200);
    }

    @Test
    void oneRateIsForAllTokensOfOneSubject() throws Exception {
        String one = signer.token(
                claims -> claims.subject("eve").claim("tables", "hero").claim("rate", 2));
        String two = signer.token(claims ->
                claims.subject("eve").claim("tables", List.of("hero", "secret")).claim("rate", 2));

        Response refused = with(one, "/v1/hero/1");
        for (int i = 0; i < 100 && refused.status() != 429; i++) {
            refused = with(i % 2 == 0 ? two : one, "/v1/hero/1");
        }

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void whatDoesNotHoldIsRefused() throws Exception {
        refused(signer.token(claims -> claims.claim("tables", "hero").expirationTime(in(Duration.ofSeconds(-5)))));
        refused(signer.token(claims -> claims.claim("tables", "hero").expirationTime(null)));
        refused(signer.token(claims -> claims.claim("tables", "hero").notBeforeTime(in(Duration.ofHours(1)))));
        refused(signer.token(claims -> claims.claim("tables", "hero").audience("others")));
        refused(signer.token(claims -> claims.claim("tables", "hero").audience((String) null)));
        refused(signer.token(claims -> claims.claim("tables", "hero").subject(null)));
    }

    @Test
    void whatCannotBeUnderstoodIsRefused() throws Exception {
        refused(signer.token(claims -> claims));
        refused(signer.token(claims -> claims.claim("tables", 7)));
        refused(signer.token(claims -> claims.claim("tables", List.of("hero", 7))));
        refused(signer.token(claims -> claims.claim("tables", "hero").claim("rate", "fast")));
        refused(signer.token(claims -> claims.claim("tables", "hero").claim("columns", "name")));
        refused(signer.token(claims -> claims.claim("tables", "hero").claim("columns", Map.of("hero", List.of()))));
    }

    @Test
    void anotherSignatureIsRefused() throws Exception {
        String token = signer.token(claims -> claims.claim("tables", "hero"));
        String[] parts = token.split("\\.", -1);
        String wider = signer.token(claims -> claims.claim("tables", "*"));

        refused(new Signer("first").token(claims -> claims.claim("tables", "hero")));
        refused(new Signer("second").token(claims -> claims.claim("tables", "hero")));
        refused(parts[0] + "." + wider.split("\\.", -1)[1] + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
        refused(token + "x");
        refused(token + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void noSignatureIsRefused() throws Exception {
        JWTClaimsSet claims = Signer.claims().claim("tables", "*").build();
        String plain = new PlainJWT(claims).serialize();

        refused(plain);
        refused(plain + signer.token(more -> more).split("\\.", -1)[2]);
    }

    @Test
    void aPublicKeyIsNoSecretToSignWith() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(),
                Signer.claims().claim("tables", "*").build());
        token.sign(new MACSigner(signer.key().toRSAPublicKey().getEncoded()));

        refused(token.serialize());
    }

    @Test
    void aTokenIsNoKeyAndAKeyNoToken() throws Exception {
        String token = signer.token(claims -> claims.claim("tables", "hero"));

        assertThat(reader.get("/v1/hero/1", "X-Api-Key", token).status()).isEqualTo(401);
        assertThat(reader.get("/v1/secret/1", "Authorization", "Bearer app-key").status())
                .isEqualTo(200);
        assertThat(reader.get("/v1/hero/1?token=" + token).status()).isEqualTo(401);
        assertThat(reader.get("/v1/hero/1", "Cookie", "JWT=" + token).status()).isEqualTo(401);
    }
}
