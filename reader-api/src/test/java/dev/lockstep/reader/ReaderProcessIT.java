package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.RawHttp;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The reader as it is shipped: the jar with its libraries beside it. */
@Tag("any-server")
@ExtendWith(Stage.Extension.class)
final class ReaderProcessIT {

    @TempDir
    private Path folder;

    @Test
    void namesEveryProblemWithItsSettingsAndEnds() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(
                Map.of("DB_HOST", "localhost", "DB_PASS", "hunter2", "READER_LEESE", "2s", "REDIS_TIMEOUT", "soon"));
        try (ReaderProcess process = ReaderProcess.start(folder, environment)) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.log())
                    .contains("DB_USER is missing", "DB_NAME is missing", "DB_TABLE is missing", "REDIS_URL is missing")
                    .contains("READER_LEESE", "nearest known name: READER_LEASE")
                    .contains("REDIS_TIMEOUT: 'soon'")
                    .doesNotContain("hunter2")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void namesEveryTableThatDoesNotFitAndEnds(Stage stage) throws Exception {
        String schema = stage.newSchema();
        stage.sql("CREATE TABLE %s.keyless (id INT)".formatted(schema));
        try (ReaderProcess process =
                ReaderProcess.start(folder, ReaderProcess.environment(stage, schema, "keyless,nowhere"))) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.log()).contains(schema + ".keyless: no primary key", schema + ".nowhere: no such table");
        }
    }

    @Test
    void servesRowsAndEndsOnASignal(Stage stage) throws Exception {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.hero VALUES (1)".formatted(schema));
        try (ReaderProcess process = ReaderProcess.start(folder, ReaderProcess.environment(stage, schema, "hero"))) {
            Eventually.holds(
                    Duration.ofSeconds(ReaderProcess.PATIENCE_SECONDS),
                    () -> assertThat(
                                    RawHttp.get(process.address(), "/v1/hero/1").body())
                            .isEqualTo("{\"id\":1}"));

            process.stop();
            process.exitCode();

            assertThat(process.log().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        }
    }
}
