package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** MySQL dies, sleeps, ends connections; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlFaultIT {

    private static final int HEROES = 500;
    private static final int ROTATIONS = 5;
    private static final int KEPT = 1;

    private MySqlServer mysql;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        mysql = MySqlServer.start(MySqlOptions.DEFAULT.asProcess());
        stack = Stack.start(folder, StackOptions.DEFAULT.withHeroes(HEROES).withMysql(mysql));
    }

    @AfterAll
    void stop() {
        stack.close();
        mysql.close();
    }

    @Test
    void killedAndRestarted() throws SQLException {
        String entry = Seen.inRedis(stack, KEPT).entry();
        try (Ordeal ordeal = Ordeal.begin(stack, "MySQL killed (SIGKILL) and restarted")) {
            mysql.kill();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            stack.awaitPhase(stack.worker, "SOURCE_LOST");
            ordeal.noticed(stack.reader, "the database does not answer");
            mysql.restart();
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.reader, "the database answers again");
            ordeal.survived();
            ordeal.continuityWasKept();
            assertThat(Seen.inRedis(stack, KEPT).entry()).isEqualTo(entry);
        }
    }

    @Test
    void stoppedInOrderAndRestarted() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "MySQL stopped in order (SIGTERM) and restarted")) {
            mysql.restart();
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void pausedForLongerThanTheKeepAlive() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "MySQL paused (SIGSTOP) and resumed")) {
            mysql.pause();
            try {
                ordeal.noticed(stack.worker, "SOURCE_LOST");
                ordeal.noticed(stack.reader, "the database does not answer");
            } finally {
                mysql.resume();
            }
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void theFollowersConnectionKilledAgainAndAgain() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog connection killed (KILL) three times")) {
            for (int i = 0; i < 3; i++) {
                Eventually.holds(
                        Stack.PATIENCE,
                        () -> assertThat(new BinlogConsole(mysql).killFollowers())
                                .isPositive());
                ordeal.goOn();
            }
            ordeal.over();
            ordeal.noticed(stack.worker, "SOURCE_LOST");
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void rotated() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog rotated (FLUSH BINARY LOGS) five times")) {
            String before = runs();
            long file =
                    Seen.watermark(stack).progress().position().transaction().file();
            for (int i = 0; i < ROTATIONS; i++) {
                new BinlogConsole(mysql).rotate();
                ordeal.goOn();
            }
            ordeal.over();
            ordeal.survived();
            assertThat(Seen.watermark(stack).progress().position().transaction().file())
                    .as("the file that the watermark is in")
                    .isGreaterThanOrEqualTo(file + ROTATIONS);
            assertThat(runs()).as("the run went on").isEqualTo(before);
        }
    }

    private String runs() throws IOException, InterruptedException {
        return stack.get(stack.worker.http(), "/v1/status").body().replaceFirst(".*\"runs\":(\\d+).*", "$1");
    }
}
