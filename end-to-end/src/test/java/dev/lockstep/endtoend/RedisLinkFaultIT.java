package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The network between a service and Redis is cut, reset, held and slowed; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class RedisLinkFaultIT {

    private static final int HEROES = 500;
    private static final Duration SLOW = Duration.ofMillis(300);

    /** A command that is not answered by then has failed. */
    private static final String TIMEOUT = "1s";

    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(logs, StackOptions.DEFAULT.withHeroes(HEROES).with("REDIS_TIMEOUT", TIMEOUT));
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void workerCutOff() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-Redis cut (FIN, then refused)")) {
            cutOff(stack.links.workerRedis());
            ordeal.noticed(stack.worker, "trying again in");
            ordeal.goOn();
            stack.links.workerRedis().refuse(false);
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerResetAgainAndAgain() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-Redis reset (RST) five times")) {
            for (int i = 0; i < 5; i++) {
                stack.links.workerRedis().reset();
                ordeal.goOn();
            }
            ordeal.over();
            ordeal.noticed(stack.worker, "the run has ended, another one begins");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerHalfOpen() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-Redis half-open (nothing passes)")) {
            stack.links.workerRedis().freeze();
            ordeal.noticed(stack.worker, "timed out");
            ordeal.goOn();
            stack.links.workerRedis().thaw();
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerSlowed() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-Redis slowed (300 ms each way)")) {
            stack.links.workerRedis().delay(SLOW);
            ordeal.goOn();
            awaitStaleness(SLOW);
            stack.links.workerRedis().delay(Duration.ZERO);
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void readerCutOff() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-Redis cut (FIN, then refused)")) {
            cutOff(stack.links.readerRedis());
            ordeal.noticed(stack.reader, "Redis does not answer");
            ordeal.goOn();
            stack.links.readerRedis().refuse(false);
            ordeal.over();
            ordeal.noticed(stack.reader, "Redis answers again");
            ordeal.survived();
        }
    }

    @Test
    void readerReset() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-Redis reset (RST)")) {
            // Nobody may have asked while the connections were down.
            ordeal.noticed(
                    stack.reader,
                    "Redis does not answer",
                    () -> stack.links.readerRedis().reset());
            ordeal.over();
            ordeal.noticed(stack.reader, "Redis answers again");
            ordeal.survived();
        }
    }

    @Test
    void readerHalfOpen() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-Redis half-open (nothing passes)")) {
            stack.links.readerRedis().freeze();
            ordeal.noticed(stack.reader, "Redis does not answer");
            stack.links.readerRedis().thaw();
            ordeal.over();
            ordeal.noticed(stack.reader, "Redis answers again");
            ordeal.survived();
        }
    }

    @Test
    void readerSlowed() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-Redis slowed (300 ms each way)")) {
            stack.links.readerRedis().delay(SLOW);
            double count = hits("count");
            double seconds = hits("sum");
            ordeal.goOn();
            assertThat((hits("sum") - seconds) / (hits("count") - count))
                    .as("what the reader's own clock says of a hit, in seconds")
                    .isGreaterThan(SLOW.toMillis() / 1000.0);
            stack.links.readerRedis().delay(Duration.ZERO);
            ordeal.over();
            ordeal.survived();
        }
    }

    private double hits(String what) throws IOException, InterruptedException {
        return stack.metric(stack.reader, "lockstep_reader_lookup_seconds_%s{source=\"hit\"}".formatted(what));
    }

    private static void cutOff(TcpProxy link) {
        link.refuse(true);
        link.cut();
    }

    /** The reader itself says that what it has is older. */
    private void awaitStaleness(Duration least) {
        Eventually.holds(Stack.PATIENCE, () -> {
            String staleness = stack.get("/v1/hero/5")
                    .headers()
                    .firstValue("Lockstep-Staleness")
                    .orElse("");
            assertThat(staleness).matches("\\d+ms");
            assertThat(Long.parseLong(staleness.replace("ms", ""))).isGreaterThan(least.toMillis());
        });
    }
}
