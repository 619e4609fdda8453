package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The binlog is purged, reset, or its GTIDs are switched off; under load. What was deleted meanwhile must not survive in
 * Redis as a ghost, and where nothing is missing everything has to stay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BinlogFaultIT {

    private static final int HEROES = 500;
    private static final Pattern FILE = Pattern.compile("\"file\":\"([^\"]+)\"");

    /** Rows that the writing app leaves alone, each test with its own. */
    private static final int KEPT = 1;

    private static final int GHOST_OF_PURGE = 2;
    private static final int GHOST_OF_GAP = 3;
    private static final int GHOST_OF_LATER = 4;
    private static final int GHOST_OF_FIRST = 5;
    private static final int GHOST_OF_MODE = 6;
    private static final int GHOST_OF_CUT = 7;

    private MySqlServer mysql;
    private BinlogConsole binlog;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        mysql = MySqlServer.start();
        binlog = new BinlogConsole(mysql);
        stack = Stack.start(folder, StackOptions.DEFAULT.withHeroes(HEROES).withMysql(mysql));
    }

    @AfterAll
    void stop() {
        stack.close();
        mysql.close();
    }

    @Test
    void purgedBeyondTheWatermark() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog purged beyond the watermark while the worker is down")) {
            Seen ghost = Seen.inRedis(stack, GHOST_OF_PURGE);
            long epoch = Seen.epoch(stack);
            stack.worker.kill();
            stack.sql("DELETE FROM hero WHERE id = " + GHOST_OF_PURGE);
            ordeal.goOn();
            binlog.purgeEverything();
            ordeal.over();
            stack.worker.restart();
            ordeal.noticed(stack.worker, "the source no longer has every transaction after the watermark");
            ordeal.noticed(stack.worker, "beginning anew in epoch");
            stack.awaitApplied();

            ghost.isGone();
            assertThat(Seen.epoch(stack)).isGreaterThan(epoch);
            ordeal.survived();
        }
    }

    @Test
    void purgedOnlyUpToTheWatermark() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog purged up to the watermark while the worker is down")) {
            String entry = Seen.inRedis(stack, KEPT).entry();
            binlog.rotate();
            ordeal.goOn();
            stack.awaitApplied();
            String oldest = binlog.files().getFirst();
            stack.worker.kill();
            ordeal.goOn();
            binlog.rotate();
            ordeal.goOn();
            Matcher file = FILE.matcher(Seen.watermark(stack).progress().offset());
            assertThat(file.find()).isTrue();
            assertThat(file.group(1)).isNotEqualTo(oldest);
            binlog.purgeTo(file.group(1));
            ordeal.over();
            stack.worker.restart();
            ordeal.noticed(stack.worker, "going on from");
            ordeal.survived();
            ordeal.continuityWasKept();
            assertThat(Seen.inRedis(stack, KEPT).entry()).isEqualTo(entry);
        }
    }

    @Test
    void purgedWhileTheWorkerIsCutOff() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog purged while the worker is cut off")) {
            Seen ghost = Seen.inRedis(stack, GHOST_OF_CUT);
            long epoch = Seen.epoch(stack);
            stack.links.workerMysql().refuse(true);
            stack.links.workerMysql().cut();
            stack.sql("DELETE FROM hero WHERE id = " + GHOST_OF_CUT);
            ordeal.goOn();
            binlog.purgeEverything();
            ordeal.over();
            stack.links.workerMysql().refuse(false);
            ordeal.noticed(stack.worker, "the source no longer has every transaction after the watermark");
            beganAnew(ordeal, ghost, epoch);
        }
    }

    @Test
    void resetWhileTheWorkerIsCutOff() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "binlog reset (RESET) while the worker is cut off")) {
            Seen ghost = Seen.inRedis(stack, GHOST_OF_GAP);
            long epoch = Seen.epoch(stack);
            stack.links.workerMysql().freeze();
            stack.sql("DELETE FROM hero WHERE id = " + GHOST_OF_GAP);
            binlog.reset();
            stack.links.workerMysql().cut();
            stack.links.workerMysql().thaw();
            ordeal.over();
            beganAnew(ordeal, ghost, epoch);
        }
    }

    @Test
    void resetWhileALaterFileIsRead() throws SQLException, IOException, InterruptedException {
        binlog.rotate();
        binlog.rotate();
        resetWhileRead("binlog reset (RESET) while a later file is read", GHOST_OF_LATER);
    }

    /** The new file has the name of the one that is being read, and its transactions have GTIDs that were applied before. */
    @Test
    void resetWhileTheFirstFileIsRead() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "preparing")) {
            binlog.reset();
            ordeal.noticed(stack.worker, "beginning anew");
            ordeal.survived();
        }
        resetWhileRead("binlog reset (RESET) while its first file is read", GHOST_OF_FIRST);
    }

    @Test
    void gtidsSwitchedOffAndOn() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "GTIDs switched off, and on again")) {
            Seen ghost = Seen.inRedis(stack, GHOST_OF_MODE);
            binlog.gtidModes("ON_PERMISSIVE", "OFF_PERMISSIVE");
            try {
                stack.awaitPhase(stack.worker, "SOURCE_UNFIT");
                ordeal.noticed(stack.worker, "gtid_mode: 'OFF_PERMISSIVE'");
                stack.sql("DELETE FROM hero WHERE id = " + GHOST_OF_MODE);
                ordeal.goOn();
                ghost.isGone();
                assertThat(ghost.get().headers().firstValue("Lockstep-Source")).hasValue("bypass");
                binlog.gtidModes("OFF");
                ordeal.goOn();
            } finally {
                gtidsOn();
            }
            ordeal.over();
            ordeal.noticed(stack.worker, "beginning anew");
            ordeal.survived();
            ghost.isGone();
        }
    }

    /** From wherever the server stands. The last step is refused while transactions without GTIDs are under way. */
    private void gtidsOn() {
        Eventually.holds(Stack.PATIENCE, () -> binlog.gtidModes("OFF_PERMISSIVE", "ON_PERMISSIVE", "ON"));
    }

    private void resetWhileRead(String fault, int id) throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, fault)) {
            Seen ghost = Seen.inRedis(stack, id);
            long epoch = Seen.epoch(stack);
            binlog.reset();
            stack.sql("DELETE FROM hero WHERE id = " + id);
            ordeal.over();
            beganAnew(ordeal, ghost, epoch);
        }
    }

    /** After a RESET, GTIDs say nothing of how far the worker is until it counts in another epoch. */
    private void beganAnew(Ordeal ordeal, Seen ghost, long epoch)
            throws SQLException, IOException, InterruptedException {
        ordeal.noticed(stack.worker, "beginning anew");
        Eventually.holds(Stack.PATIENCE, () -> assertThat(Seen.epoch(stack)).isGreaterThan(epoch));
        stack.awaitApplied();
        ghost.isGone();
        ordeal.survived();
    }
}
