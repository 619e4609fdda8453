package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Behind the same address there is another server, whose binlogs have other files and places: a replica that has everything,
 * one that has lost the last transactions, and one that has nothing in common. Each test begins with the server that the
 * one before has left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlFailoverFaultIT {

    private static final int HEROES = 500;

    /** Rows that the writing app leaves alone. */
    private static final int KEPT = 1;

    private static final int CHANGED = 2;
    private static final int GHOST = 3;

    private final Deque<MySqlServer> servers = new ArrayDeque<>();
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        servers.push(MySqlServer.start(MySqlOptions.DEFAULT.asProcess()));
        // Fills go on while the worker is cut off.
        StackOptions options = StackOptions.DEFAULT
                .withHeroes(HEROES)
                .withMysql(servers.peek())
                .with("READER_FILL_MAX_LAG", "1h");
        stack = Stack.start(folder, options);
    }

    @AfterAll
    void stop() {
        stack.close();
        servers.forEach(MySqlServer::close);
    }

    @Test
    void aReplicaThatHasEverything() throws SQLException {
        MySqlServer replica = replica();
        String entry = Seen.inRedis(stack, KEPT).entry();
        long epoch = Seen.epoch(stack);
        try (Ordeal ordeal = Ordeal.begin(stack, "failover to a replica that has everything")) {
            ordeal.writeNoMore();
            endReplication(replica);
            stack.awaitApplied();
            failOver(replica);
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.worker, "another server goes on without a gap; epoch");
            ordeal.survived();
            ordeal.continuityWasKept();
            assertThat(Seen.epoch(stack)).isGreaterThan(epoch);
            assertThat(Seen.inRedis(stack, KEPT).entry()).as("still counts").isEqualTo(entry);
        }
    }

    @Test
    void aReplicaWithoutWhatTheWorkerHasApplied() throws SQLException, IOException, InterruptedException {
        MySqlServer replica = replica();
        try (Ordeal ordeal = Ordeal.begin(stack, "failover with loss of what was applied")) {
            ordeal.writeNoMore();
            endReplication(replica);
            String lost = "Lost with its server";
            stack.sql("UPDATE hero SET name = '%s' WHERE id = %d".formatted(lost, CHANGED));
            stack.awaitApplied();
            Seen changed = Seen.inRedis(stack, CHANGED);
            changed.isCalled(lost);
            failOver(replica);
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.worker, "has gone back before it; beginning anew");
            stack.awaitApplied();
            assertThat(changed.get().body()).doesNotContain(lost);
            ordeal.survived();
        }
    }

    /** The worker has nothing that the new server lacks, so what it has applied still counts. What was filled does not. */
    @Test
    void aReplicaWithoutWhatAReaderHasFilled() throws SQLException, IOException, InterruptedException {
        MySqlServer replica = replica();
        // Filled before others write: what is filled last is not certain to be in the past.
        String kept = Seen.inRedis(stack, KEPT).entry();
        try (Ordeal ordeal = Ordeal.begin(stack, "failover with loss of what was filled")) {
            ordeal.writeNoMore();
            endReplication(replica);
            stack.awaitApplied();
            Seen filled = Seen.inRedis(stack, CHANGED);
            String lost = "Lost and never applied";

            stack.links.workerMysql().freeze();
            stack.sql("UPDATE hero SET name = '%s' WHERE id = %d".formatted(lost, CHANGED));
            filled.evict();
            Eventually.holds(Stack.PATIENCE, () -> {
                filled.get();
                assertThat(filled.entry()).contains(lost);
            });
            failOver(replica);
            stack.links.workerMysql().thaw();
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.worker, "another server goes on without a gap; epoch");
            ordeal.continuityWasKept();
            stack.awaitApplied();

            assertThat(filled.get().body()).doesNotContain(lost);
            assertThat(Seen.inRedis(stack, KEPT).entry()).as("still counts").isEqualTo(kept);
            ordeal.survived();
        }
    }

    @Test
    void aServerThatHasNothingInCommon() throws SQLException, IOException, InterruptedException {
        MySqlServer other = server();
        try (Connection connection = other.connect()) {
            HeroTable.create(connection, HEROES);
        }
        try (Ordeal ordeal = Ordeal.begin(stack, "another server with other GTIDs")) {
            Seen ghost = Seen.inRedis(stack, GHOST);
            new BinlogConsole(other).run("DELETE FROM heroes.hero WHERE id = " + GHOST);
            ordeal.writeNoMore();
            failOver(other);
            ordeal.over();
            ordeal.writeAgain();
            ordeal.noticed(stack.worker, "has gone back before it; beginning anew");
            stack.awaitApplied();
            ghost.isGone();
            ordeal.survived();
        }
    }

    private MySqlServer server() {
        MySqlServer server = MySqlServer.start(
                MySqlOptions.DEFAULT.asProcess().withArguments("--server-id=" + (servers.size() + 1)));
        servers.push(server);
        return server;
    }

    /** Has everything, and goes on following the present server. */
    private MySqlServer replica() throws SQLException {
        MySqlServer replica = server();
        BinlogConsole binlog = new BinlogConsole(replica);
        binlog.follow(stack.mysql());
        binlog.catchUpWith(stack.mysql());
        return replica;
    }

    private void endReplication(MySqlServer replica) throws SQLException {
        BinlogConsole binlog = new BinlogConsole(replica);
        binlog.catchUpWith(stack.mysql());
        binlog.followNoMore();
    }

    private void failOver(MySqlServer to) {
        stack.moveTo(to);
        stack.links.workerMysql().cut();
        stack.links.readerMysql().cut();
    }
}
