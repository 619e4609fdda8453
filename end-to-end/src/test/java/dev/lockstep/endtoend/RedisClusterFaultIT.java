package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.RedisCluster;
import dev.lockstep.testbed.fault.RedisConsole;
import dev.lockstep.testbed.server.RedisServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A Redis Cluster loses a master and moves slots; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisClusterFaultIT {

    private static final int HEROES = 500;
    private static final int PARTITIONS = 8;

    private RedisCluster cluster;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        cluster = RedisCluster.startWithReplicas();
        stack = Stack.start(logs, StackOptions.DEFAULT.withHeroes(HEROES).withCluster(cluster, PARTITIONS));
    }

    @AfterAll
    void stop() {
        stack.close();
        cluster.close();
    }

    @Test
    void slotsMoveUnderLoad() throws SQLException {
        try (RedisConsole console = new RedisConsole();
                Ordeal ordeal = Ordeal.begin(stack, "Redis Cluster resharded under load")) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                String watermark = stack.cache.layout().watermark(partition);
                RedisServer from = cluster.masterOf(watermark);
                List<RedisServer> masters = cluster.masters();
                RedisServer to = masters.get((masters.indexOf(from) + 1) % masters.size());
                long redirected = redirected(console, from);
                cluster.reshard(watermark, to);
                assertThat(cluster.masterOf(watermark)).isSameAs(to);
                ordeal.goOn();
                Eventually.holds(
                        Stack.PATIENCE,
                        () -> assertThat(redirected(console, from))
                                .as("calls that came to the old owner")
                                .isGreaterThan(redirected));
            }
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void aMasterDies() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis Cluster master killed, replica promoted")) {
            RedisServer master = cluster.masterOf(stack.cache.layout().watermark(0));
            RedisServer successor = cluster.failOver(master);
            ordeal.over();
            assertThat(successor).isNotSameAs(master);
            ordeal.noticed(stack.worker, "REDIS_LOST");
            ordeal.survived();
        }
    }

    /** How many calls an owner has sent elsewhere, while a slot was moving and afterwards. */
    private static long redirected(RedisConsole console, RedisServer owner) {
        return console.errors(owner, "ASK") + console.errors(owner, "MOVED");
    }
}
