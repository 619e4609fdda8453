package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A row's way from SQL to an HTTP answer, through both services. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JourneyIT {

    private static final String DATABASE_READS = "lockstep_reader_database_reads_total";

    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(logs, 50);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void whatSqlChangesIsReadWithoutAskingTheDatabase() throws SQLException, IOException, InterruptedException {
        double before = stack.metric(stack.reader, DATABASE_READS);

        stack.sql("UPDATE hero SET xp = 4711 WHERE id = 20");
        stack.awaitApplied();
        stack.awaitAnswer("/v1/hero/20", 200, "hit", "\"xp\":4711");

        stack.sql("INSERT INTO hero (id, name, xp) VALUES (90001, 'Newcomer', 1)");
        stack.awaitApplied();
        stack.awaitAnswer("/v1/hero/90001", 200, "hit", "\"name\":\"Newcomer\"");

        stack.sql("DELETE FROM hero WHERE id = 90001");
        stack.awaitApplied();
        stack.awaitAnswer("/v1/hero/90001", 404, "negative", "");

        assertThat(stack.metric(stack.reader, DATABASE_READS)).isEqualTo(before);
    }

    @Test
    void aMissIsFilledOnceAndCounted() throws IOException, InterruptedException {
        double before = stack.metric(stack.reader, DATABASE_READS);

        assertThat(stack.get("/v1/hero/30").headers().firstValue("Lockstep-Source"))
                .hasValue("miss");
        assertThat(stack.get("/v1/hero/30").headers().firstValue("Lockstep-Source"))
                .hasValue("hit");
        assertThat(stack.metric(stack.reader, DATABASE_READS)).isEqualTo(before + 1);
    }

    @Test
    void aRowThatIsNotThereIsRememberedUntilItIsInserted() throws SQLException, IOException, InterruptedException {
        assertThat(stack.get("/v1/hero/90002").statusCode()).isEqualTo(404);
        double before = stack.metric(stack.reader, DATABASE_READS);
        assertThat(stack.get("/v1/hero/90002").headers().firstValue("Lockstep-Source"))
                .hasValue("negative");
        assertThat(stack.metric(stack.reader, DATABASE_READS)).isEqualTo(before);

        stack.sql("INSERT INTO hero (id, name) VALUES (90002, 'Here now')");
        stack.awaitApplied();
        // The change may be one that the remembered read could have seen; the row settles for a moment then.
        Eventually.holds(Stack.PATIENCE, () -> {
            var answer = stack.get("/v1/hero/90002");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("Here now");
        });
    }

    @Test
    void bothRoadsGiveTheSameBytes() throws SQLException, IOException, InterruptedException {
        String filled = stack.get("/v1/hero/40").body();
        stack.sql("UPDATE hero SET xp = xp + 1 WHERE id = 40", "UPDATE hero SET xp = xp - 1 WHERE id = 40");
        stack.awaitApplied();

        stack.awaitAnswer("/v1/hero/40", 200, "hit", filled);
    }

    @Test
    void bothServicesSayHowTheyAre() throws IOException, InterruptedException {
        for (var service : List.of(stack.worker, stack.reader)) {
            assertThat(stack.get(service.http(), "/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(stack.get(service.http(), "/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(stack.get(service.http(), "/prometheus").body()).contains("lockstep_");
        }
        assertThat(stack.get(stack.worker.http(), "/v1/status").body()).contains("\"phase\":\"IN_STEP\"");
    }
}
