package dev.lockstep.worker;

import static dev.lockstep.cache.redis.Reading.Kind.ABSENT;
import static dev.lockstep.cache.redis.Reading.Kind.NOTHING;
import static dev.lockstep.cache.redis.Reading.Kind.PRESENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.TableRules.Texts;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.worker.supervise.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the worker goes on after an end, an interruption, or a loss. */
final class ResumeIT {

    private Rig rig;

    @BeforeEach
    void start() throws SQLException {
        rig = Rig.start(
                4,
                List.of("hero"),
                "CREATE TABLE hero (id INT PRIMARY KEY, xp INT NOT NULL)",
                "INSERT INTO hero VALUES (1, 1), (2, 2), (3, 3)");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatWasWrittenWhileTheWorkerWasDownIsApplied() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10 WHERE id = 1");
        rig.awaitApplied();
        rig.stop();
        rig.sql(
                "UPDATE hero SET xp = 20 WHERE id = 1",
                "DELETE FROM hero WHERE id = 2",
                "FLUSH BINARY LOGS",
                "INSERT INTO hero VALUES (4, 4)");
        assertThat(rig.document("hero", "1")).contains("\"xp\":10");

        rig.restart();
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":20");
        rig.assertKinds("hero", ABSENT, "2");
        assertThat(rig.document("hero", "4")).contains("\"xp\":4");
        assertThat(rig.watermark().fence())
                .as("raised once, at the first start")
                .isNotNull();
    }

    /** The file in which the other one is now does not begin where this one had ended. */
    @Test
    void whatAnotherServerHasInFilesBeforeItsLastIsApplied() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        rig.stop();
        rig.sql("UPDATE hero SET xp = 20", "FLUSH BINARY LOGS", "DELETE FROM hero WHERE id = 3", "FLUSH BINARY LOGS");
        rig.claimOtherServer();
        long epoch = rig.watermark().progress().position().epoch();

        rig.restart();
        rig.awaitApplied();
        rig.awaitInStep();
        assertThat(rig.watermark().progress().position().epoch()).isGreaterThan(epoch);
        assertThat(rig.document("hero", "1")).contains("\"xp\":20");
        assertThat(rig.document("hero", "2")).contains("\"xp\":20");
        rig.assertKinds("hero", ABSENT, "3");
    }

    @Test
    void whatWasWrittenWithoutGtidsWhileTheWorkerWasDownIsNotMissed() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        rig.stop();
        rig.sql(
                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                "SET GLOBAL gtid_mode = OFF_PERMISSIVE",
                "UPDATE hero SET xp = 20 WHERE id = 1",
                "SET GLOBAL gtid_mode = ON_PERMISSIVE",
                "SET GLOBAL gtid_mode = ON");
        Position stood = rig.watermark().progress().position();

        rig.restart();
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.watermark().progress().position().epoch()).isGreaterThan(stood.epoch()));
        rig.awaitInStep();
        rig.assertKinds("hero", NOTHING, "1", "2", "3");
    }

    @Test
    void aSchemaChangeIsSentAgainAndDoesNotEndTheNextRun() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        int lastTaken = 3;
        var before = rig.watermark(lastTaken).tables().values();
        rig.sql("ALTER TABLE hero ADD color VARCHAR(10)");
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.watermark(lastTaken).tables().values())
                        .hasSameSizeAs(before)
                        .doesNotContainAnyElementsOf(before));
        rig.stop();
        long epoch = rig.watermark().progress().position().epoch();
        rig.sql("FLUSH BINARY LOGS", "UPDATE hero SET color = 'red' WHERE id = 1");

        rig.restart();
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"color\":\"red\"");
        assertThat(rig.watermark().progress().position().epoch()).isEqualTo(epoch);
    }

    @Test
    void anIdleSourceIsProvedFreshAndASilentWorkerIsNot() {
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.read("hero", "1").age().orElseThrow()).isLessThan(Duration.ofSeconds(1)));
        rig.stop();
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(rig.read("hero", "1").age().orElseThrow()).isGreaterThan(Duration.ofSeconds(1)));
    }

    @Test
    void anEmptiedRedisBeginsANewEpochInWhichNothingOldCounts() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        Position stood = rig.watermark().progress().position();
        rig.redis.restart();
        Eventually.holds(Rig.PATIENCE, () -> assertThat(rig.watermark().fence()).isGreaterThanOrEqualTo(stood));
        rig.awaitInStep();
        rig.sql("UPDATE hero SET xp = 20 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":20");
        rig.assertKinds("hero", NOTHING, "2");
    }

    /** Nothing was wrong with the place: on an idle source there is nothing further on. */
    @Test
    void anIdleWorkerThatIsInterruptedAgainAndAgainGivesNothingUp() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        long epoch = rig.watermark().progress().position().epoch();
        long runs = rig.running().status().runs();
        for (int i = 1; i <= 7; i++) {
            long begun = runs + i;
            rig.killQuestions();
            Eventually.holds(
                    Rig.PATIENCE,
                    () -> assertThat(rig.running().status().runs()).isGreaterThanOrEqualTo(begun));
            rig.awaitInStep();
        }
        assertThat(rig.watermark().progress().position().epoch()).isEqualTo(epoch);
        rig.assertKinds("hero", PRESENT, "1", "2", "3");
    }

    /** Whoever reads the binlog then waits for room that nobody makes any more. */
    @Test
    void aRunThatEndsWithItsQueuesFullLeavesNoThreadBehind() throws SQLException {
        rig.sql("CREATE TABLE many (id INT PRIMARY KEY)", "INSERT INTO many VALUES (1)");
        rig.stop();
        rig.restart(List.of("hero", "many"), Texts.lookups(List.of()));
        for (int i = 0; i < 2; i++) {
            rig.redis.pause();
            for (int doubled = 0; doubled < 15; doubled++) {
                rig.sql("INSERT INTO many SELECT id + (SELECT MAX(id) FROM many) FROM many");
            }
            Eventually.holds(
                    Rig.PATIENCE,
                    () -> assertThat(rig.running().status().phase()).isEqualTo(Phase.REDIS_LOST));
            rig.redis.resume();
            rig.awaitApplied();
            rig.sql("DELETE FROM many WHERE id > 1");
            rig.awaitApplied();
        }
        rig.stop();
        Eventually.holds(
                Rig.PATIENCE,
                () -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("blc-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "KILL QUERY"})
    void aConnectionThatEndsCleanlyIsNoticed(String kill) throws SQLException {
        Eventually.holds(
                Rig.PATIENCE,
                () -> rig.sql(kill + " "
                        + rig.text("SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'")));
        rig.sql("UPDATE hero SET xp = 30 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":30");
        rig.awaitInStep();
    }

    @Test
    void twoWorkersOnOneRedisDoNotHarmEachOther() throws SQLException {
        Rig.Running second = rig.startWorker();
        for (int xp = 100; xp < 130; xp++) {
            rig.sql("UPDATE hero SET xp = " + xp + " WHERE id <= 2");
        }
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":129");
        second.supervisor().close();
        second.ended().join();
        rig.sql("UPDATE hero SET xp = 200 WHERE id = 1");
        rig.awaitApplied();
        assertThat(rig.document("hero", "1")).contains("\"xp\":200");
    }

    @Test
    void anEvictedWatermarkIsNotTakenForAFreshStart() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        rig.assertKinds("hero", PRESENT, "1", "2", "3");
        rig.stop();
        Position stood = rig.watermark().progress().position();
        rig.sql("UPDATE hero SET xp = 11 WHERE id = 3");
        rig.forgetWatermarks();
        rig.assertKinds("hero", NOTHING, "1", "2", "3");

        rig.restart();
        rig.awaitInStep();
        assertThat(rig.watermark().progress().position()).isGreaterThan(stood);
        rig.assertKinds("hero", NOTHING, "1", "2", "3");
    }

    @Test
    void anIdleWorkerNoticesThatTheWatermarkIsGone() throws SQLException {
        rig.sql("UPDATE hero SET xp = 10");
        rig.awaitApplied();
        Position stood = rig.watermark().progress().position();
        rig.forgetWatermarks();
        Eventually.holds(Rig.PATIENCE, () -> assertThat(rig.watermark().fence()).isGreaterThanOrEqualTo(stood));
        rig.assertKinds("hero", NOTHING, "1", "2", "3");
    }
}
