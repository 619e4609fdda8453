package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service says when it cannot start as it is configured. */
@Tag("any-server")
final class StartRefusedIT {

    private static final int MISCONFIGURED = 2;

    /** What a process has said, and how it ended. */
    record Ending(int exitCode, String said) {}

    @ParameterizedTest
    @ValueSource(strings = {"cdc-worker", "reader-api"})
    void everyProblemWithTheSettingsIsNamedAtOnceAndNoSecret(String service) throws IOException, InterruptedException {
        Ending ending = run(
                service,
                Map.of(
                        "DB_HSOT", "db.example",
                        "DB_PORT", "33o6",
                        "DB_USER", "somebody",
                        "DB_PASS", "s3cret-one",
                        "DB_NAME", "heroes",
                        "DB_TABLE", "he/ro",
                        "REDIS_URL", "http://user:s3cret-two@cache.example"));

        assertThat(ending.exitCode()).isEqualTo(MISCONFIGURED);
        assertThat(ending.said())
                .contains("5 problems")
                .contains("DB_HSOT in the environment is not a setting (nearest known name: DB_HOST)")
                .contains("DB_HOST is missing (expected: a host name or address)")
                .contains("DB_PORT: '33o6' (expected: a whole number, 1 to 65535)")
                .contains("DB_TABLE: 'he/ro'")
                .contains("REDIS_URL: a secret, not shown (expected: redis://host:port")
                .doesNotContain("s3cret")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdc-worker", "reader-api"})
    void tablesThatCannotBeKeptInStepAreNamed(String service) throws IOException, InterruptedException, SQLException {
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start()) {
            try (Connection connection = mysql.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS refused");
                statement.execute("CREATE DATABASE refused");
                statement.execute("CREATE TABLE refused.keyless (id INT)");
                statement.execute("CREATE TABLE refused.place (id INT PRIMARY KEY, name VARCHAR(30))");
            }
            Ending ending = run(
                    service,
                    Map.of(
                            "DB_HOST", mysql.host(),
                            "DB_PORT", Integer.toString(mysql.port()),
                            "DB_USER", mysql.user(),
                            "DB_PASS", mysql.password(),
                            "DB_NAME", "refused",
                            "DB_TABLE", "keyless,place,missing",
                            "DB_LOOKUPS", "place:name,else:where",
                            "REDIS_URL", redis.uri().toString(),
                            "HTTP_PORT", "0"));

            assertThat(ending.exitCode()).as(ending.said()).isEqualTo(MISCONFIGURED);
            assertThat(ending.said())
                    .contains("refused.keyless: no primary key")
                    .contains("refused.place:name: not the columns of a unique key")
                    .contains("refused.else: not a table of DB_TABLE")
                    .contains("refused.missing: no such table");
        }
    }

    @Test
    void aServerWithoutGtidsIsRefusedByName() throws IOException, InterruptedException, SQLException {
        var options =
                MySqlOptions.DEFAULT.asProcess().withArguments("--gtid-mode=OFF", "--enforce-gtid-consistency=OFF");
        try (MySqlServer mysql = MySqlServer.start(options);
                RedisServer redis = RedisServer.start()) {
            Ending ending = run(
                    "cdc-worker",
                    Map.of(
                            "DB_HOST", mysql.host(),
                            "DB_PORT", Integer.toString(mysql.port()),
                            "DB_USER", mysql.user(),
                            "DB_PASS", mysql.password(),
                            "DB_NAME", "mysql",
                            "DB_TABLE", "user",
                            "REDIS_URL", redis.uri().toString(),
                            "HTTP_PORT", "0"));

            assertThat(ending.exitCode()).as(ending.said()).isEqualTo(MISCONFIGURED);
            assertThat(ending.said()).contains("gtid_mode: 'OFF' (expected: ON");
        }
    }

    private static Ending run(String service, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Stack.jar(service).toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Ending(process.exitValue(), said);
    }
}
