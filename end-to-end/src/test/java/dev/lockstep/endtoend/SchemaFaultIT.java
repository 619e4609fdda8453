package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The table is altered and emptied, and a row outgrows the cache; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaFaultIT {

    private static final int HEROES = 500;

    /** More than what the writing app writes. */
    private static final int MOST_BYTES = 400;

    /** Rows that the writing app leaves alone. */
    private static final int HERO = 1;

    private static final int LARGE = 2;

    /** Another one; the first numbers are given out again when the table is emptied. */
    private static final int EMPTIED = 9;

    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(
                logs,
                StackOptions.DEFAULT.withHeroes(HEROES).with("CACHE_DOCUMENT_BYTES", Integer.toString(MOST_BYTES)));
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void alteredTwice() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "ALTER TABLE twice, adding and dropping a column")) {
            stack.sql("ALTER TABLE hero ADD COLUMN motto VARCHAR(20) NOT NULL DEFAULT 'Never late'");
            ordeal.noticed(stack.worker, "the source has changed at");
            stack.awaitAnswer("/v1/hero/" + HERO, 200, "hit", "Never late");
            ordeal.goOn();
            stack.sql("ALTER TABLE hero DROP COLUMN motto");
            ordeal.over();
            Eventually.holds(Stack.PATIENCE, () -> {
                Seen hero = Seen.inRedis(stack, HERO);
                assertThat(hero.get().body()).doesNotContain("motto");
            });
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void emptied() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "TRUNCATE")) {
            double cleared = stack.metric(stack.worker, "lockstep_worker_cleared_total");
            Seen ghost = Seen.inRedis(stack, EMPTIED);
            stack.sql(
                    "CREATE TABLE saved LIKE hero",
                    "INSERT INTO saved SELECT * FROM hero WHERE id < 10",
                    "TRUNCATE TABLE hero");
            ordeal.over();
            stack.awaitApplied();
            ghost.isGone();
            assertThat(stack.metric(stack.worker, "lockstep_worker_cleared_total"))
                    .isGreaterThan(cleared);
            stack.sql("REPLACE INTO hero SELECT * FROM saved", "DROP TABLE saved");
            ordeal.survived();
            ordeal.continuityWasKept();
            Seen.inRedis(stack, EMPTIED);
        }
    }

    @Test
    void aRowThatIsTooLarge() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "a row larger than CACHE_DOCUMENT_BYTES")) {
            double unclear = stack.metric(stack.worker, "lockstep_worker_unclear_total");
            Seen.inRedis(stack, LARGE);
            String large = "\u00fc".repeat(100);
            stack.sql("UPDATE hero SET name = '%1$s', power = '%1$s' WHERE id = %2$d".formatted(large, LARGE));
            ordeal.over();
            stack.awaitApplied();
            assertThat(stack.metric(stack.worker, "lockstep_worker_unclear_total"))
                    .isGreaterThan(unclear);
            assertThat(stack.get("/v1/hero/" + LARGE).body()).contains(large);
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }
}
