package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.TcpProxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The network between a service and MySQL is cut, reset, held and slowed; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class MySqlLinkFaultIT {

    private static final int HEROES = 500;
    private static final Duration SLOW = Duration.ofMillis(300);

    /** What the reader says once of an outage, however many requests notice. */
    private static final String GONE = "the database does not answer";

    private static final String BACK = "the database answers again";

    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(logs, HEROES);
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void workerCutOff() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-MySQL cut (FIN, then refused)")) {
            cutOff(stack.links.workerMysql());
            stack.awaitPhase(stack.worker, "SOURCE_LOST");
            ordeal.goOn();
            stack.links.workerMysql().refuse(false);
            ordeal.over();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerResetAgainAndAgain() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-MySQL reset (RST) five times")) {
            for (int i = 0; i < 5; i++) {
                stack.links.workerMysql().reset();
                ordeal.goOn();
            }
            ordeal.over();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerHalfOpen() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-MySQL half-open (nothing passes)")) {
            stack.links.workerMysql().freeze();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            ordeal.goOn();
            stack.links.workerMysql().thaw();
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void workerSlowed() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "worker-MySQL slowed (300 ms each way)")) {
            stack.links.workerMysql().delay(SLOW);
            ordeal.goOn();
            Eventually.holds(Stack.PATIENCE, () -> assertThat(staleness()).isGreaterThan(SLOW.toMillis()));
            stack.links.workerMysql().delay(Duration.ZERO);
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void readerCutOff() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-MySQL cut (FIN, then refused)")) {
            cutOff(stack.links.readerMysql());
            ordeal.noticed(stack.reader, GONE);
            stack.links.readerMysql().refuse(false);
            ordeal.over();
            ordeal.noticed(stack.reader, BACK);
            ordeal.survived();
        }
    }

    @Test
    void readerReset() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-MySQL reset (RST) five times")) {
            for (int i = 0; i < 5; i++) {
                stack.links.readerMysql().reset();
                ordeal.goOn();
            }
            ordeal.over();
            ordeal.survived();
        }
    }

    @Test
    void readerHalfOpen() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-MySQL half-open (nothing passes)")) {
            stack.links.readerMysql().freeze();
            ordeal.noticed(stack.reader, GONE);
            stack.links.readerMysql().thaw();
            ordeal.over();
            ordeal.noticed(stack.reader, BACK);
            ordeal.survived();
        }
    }

    @Test
    void readerSlowed() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "reader-MySQL slowed (300 ms each way)")) {
            stack.links.readerMysql().delay(SLOW);
            ordeal.goOn();
            stack.links.readerMysql().delay(Duration.ZERO);
            ordeal.over();
            ordeal.survived();
        }
    }

    private static void cutOff(TcpProxy link) {
        link.refuse(true);
        link.cut();
    }

    /** What the reader itself says of what it has, in milliseconds. */
    private long staleness() throws Exception {
        String staleness = stack.get("/v1/hero/5")
                .headers()
                .firstValue("Lockstep-Staleness")
                .orElse("");
        assertThat(staleness).matches("\\d+ms");
        return Long.parseLong(staleness.replace("ms", ""));
    }
}
