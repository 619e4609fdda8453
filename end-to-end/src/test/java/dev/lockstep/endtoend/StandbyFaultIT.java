package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.ServiceProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, of which the active one is hurt: the other one takes its place, and never do both change anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("any-server")
final class StandbyFaultIT {

    private static final int HEROES = 500;

    private Stack stack;
    private ServiceProcess active;
    private ServiceProcess waiting;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        stack = Stack.start(logs, StackOptions.DEFAULT.withHeroes(HEROES).withStandby());
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @BeforeEach
    void findOut() {
        ServiceProcess first = stack.worker;
        ServiceProcess second = stack.standby.orElseThrow();
        Eventually.holds(Stack.PATIENCE, () -> {
            active = is(first, "IN_STEP") ? first : second;
            waiting = active.equals(first) ? second : first;
            assertThat(is(active, "IN_STEP")).isTrue();
            assertThat(is(waiting, "STANDBY")).isTrue();
        });
    }

    @Test
    void killed() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "active worker killed, another one standing by")) {
            active.kill();
            ordeal.over();
            ordeal.noticed(waiting, "going on from");
            ordeal.survived(waiting);
            ordeal.continuityWasKept();
            active.restart();
        }
    }

    @Test
    void pausedWhileTheOtherTakesOver() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "active worker paused (SIGSTOP), another one takes over")) {
            active.pause();
            ordeal.over();
            stack.awaitPhase(waiting, "IN_STEP");
            ordeal.goOn();
            active.resume();
            ordeal.noticed(active, "standing by;");
            ordeal.survived(waiting);
            stack.awaitPhase(active, "STANDBY");
            ordeal.continuityWasKept();
        }
    }

    /** What the old one had sent reaches Redis when the new one has long gone on, and must change nothing. */
    @Test
    void heldHalfOpenWhileTheOtherTakesOver() throws SQLException {
        makeActive(stack.worker);
        try (Ordeal ordeal = Ordeal.begin(stack, "active worker's link to Redis half-open, another one takes over")) {
            stack.links.workerRedis().freeze();
            ordeal.over();
            stack.awaitPhase(waiting, "IN_STEP");
            ordeal.goOn();
            stack.links.workerRedis().thaw();
            ordeal.noticed(active, "standing by;");
            ordeal.survived(waiting);
            ordeal.continuityWasKept();
        }
    }

    @Test
    void toldToStop() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "active worker told to stop (SIGTERM), another one standing by")) {
            active.stop();
            ordeal.over();
            ordeal.noticed(waiting, "going on from");
            ordeal.survived(waiting);
            active.restart();
        }
    }

    private void makeActive(ServiceProcess worker) {
        if (!active.equals(worker)) {
            active.kill();
            stack.awaitPhase(worker, "IN_STEP");
            active.restart();
            findOut();
        }
    }

    private boolean is(ServiceProcess worker, String phase) throws Exception {
        return stack.get(worker.http(), "/v1/status").body().contains("\"phase\":\"" + phase + "\"");
    }
}
