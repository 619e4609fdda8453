package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The reader as it is shipped: the jar with its libraries beside it. */
@Tag("any-server")
@ExtendWith(Stage.Extension.class)
final class ReaderProcessIT {

    private static final Path JAR = Path.of("target", "reader-api.jar");
    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("answering at (http:\\S+:\\d+)");

    @TempDir
    private Path folder;

    @Test
    void namesEveryProblemWithItsSettingsAndEnds() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(
                Map.of("DB_HOST", "localhost", "DB_PASS", "hunter2", "READER_LEESE", "2s", "REDIS_TIMEOUT", "soon"));
        Process process = start(environment);

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log())
                .contains("DB_USER is missing", "DB_NAME is missing", "DB_TABLE is missing", "REDIS_URL is missing")
                .contains("READER_LEESE", "nearest known name: READER_LEASE")
                .contains("REDIS_TIMEOUT: 'soon'")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
    }

    @Test
    void namesEveryTableThatDoesNotFitAndEnds(Stage stage) throws Exception {
        String schema = stage.newSchema();
        stage.sql("CREATE TABLE %s.keyless (id INT)".formatted(schema));
        Process process = start(environment(stage, schema, "keyless,nowhere"));

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log()).contains(schema + ".keyless: no primary key", schema + ".nowhere: no such table");
    }

    @Test
    void servesRowsAndEndsOnASignal(Stage stage) throws Exception {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1)".formatted(schema));
        Process process = start(environment(stage, schema, "hero"));
        try {
            Eventually.holds(
                    Duration.ofSeconds(PATIENCE_SECONDS),
                    () -> assertThat(RawHttp.get(address(), "/v1/hero/1").body())
                            .isEqualTo("{\"id\":1}"));

            process.destroy();

            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(log().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        } finally {
            process.destroyForcibly();
        }
    }

    private Map<String, String> environment(Stage stage, String schema, String tables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DB_HOST", stage.mysql().host());
        environment.put("DB_PORT", Integer.toString(stage.mysql().port()));
        environment.put("DB_USER", stage.mysql().user());
        environment.put("DB_PASS", stage.mysql().password());
        environment.put("DB_NAME", schema);
        environment.put("DB_TABLE", tables);
        environment.put("REDIS_URL", stage.redis().uri().toString());
        environment.put("CACHE_NAMESPACE", schema);
        environment.put("HTTP_PORT", "0");
        return environment;
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private URI address() {
        Matcher matcher = ADDRESS.matcher(log().replace("\\/", "/"));
        assertThat(matcher.find()).isTrue();
        return URI.create(matcher.group(1));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
