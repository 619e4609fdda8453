package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.app.WritingApp;
import dev.lockstep.testbed.measure.Comparison;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments under load: whatever was under way, every cached row equals its table row in the end. */
@Tag("any-server")
final class WorkerKilledFaultIT {

    private static final int KILLS = 20;
    private static final int ROWS_PER_SECOND = 200;
    private static final int LONGEST_LIFE_MILLIS = 600;

    @Test
    void twentyKillsLeaveNoStaleRow(@TempDir Path logs) throws SQLException {
        long seed = System.nanoTime();
        System.out.println("WorkerKilledFaultIT seed " + seed);
        Random random = new Random(seed);
        try (Stack stack = Stack.start(logs, 1_000);
                WritingApp app = WritingApp.start(stack.writing(seed, ROWS_PER_SECOND))) {
            for (int kill = 1; kill <= KILLS; kill++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_LIFE_MILLIS)));
                stack.worker.kill();
                stack.worker.restart();
            }
            app.stop();
            assertThat(app.failure()).isEmpty();
            assertThat(app.counts().rows()).isGreaterThan(KILLS);
            stack.awaitApplied();

            Comparison comparison = stack.compare();
            assertThat(comparison.differences()).as("seed %d", seed).isEmpty();
            assertThat(comparison.equal()).isPositive();
            assertThat(stack.worker.log().lines())
                    .as("continuity was never lost")
                    .filteredOn(line -> line.contains(" Resync ") && line.contains("beginning anew"))
                    .hasSize(1);
        }
    }
}
