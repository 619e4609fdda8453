package dev.lockstep.testbed.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.server.RedisServer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pair and the cluster promise to those who are hurt with them. */
@Tag("any-server")
final class RedisFailoverIT {

    @Test
    void aFailoverLosesWhatWasAcknowledgedWhileReplicationWasHeld() {
        try (RedisPair pair = RedisPair.start();
                RedisConsole console = new RedisConsole()) {
            console.on(pair.primary(), redis -> redis.set("before", "1"));
            assertThat(console.<Long>on(pair.primary(), redis -> redis.waitForReplication(1, 5_000)))
                    .isEqualTo(1);
            pair.holdReplication();
            assertThat(console.<String>on(pair.primary(), redis -> redis.set("after", "1")))
                    .isEqualTo("OK");

            RedisServer promoted = pair.failOver();

            assertThat(promoted).isSameAs(pair.primary());
            assertThat(console.<Long>on(promoted, redis -> redis.exists("before")))
                    .isEqualTo(1);
            assertThat(console.<Long>on(promoted, redis -> redis.exists("after")))
                    .isZero();
            assertThat(console.<String>on(promoted, redis -> redis.set("again", "1")))
                    .isEqualTo("OK");
        }
    }

    @Test
    void aSlotMovesWithItsKeysAndAMasterIsReplaced() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas();
                RedisConsole console = new RedisConsole()) {
            RedisServer from = cluster.masterOf("{a}");
            console.on(from, redis -> {
                IntStream.range(0, 250).forEach(i -> redis.set("{a}" + i, "1"));
                return "done";
            });
            RedisServer to = cluster.masters().stream()
                    .filter(master -> !master.equals(from))
                    .findFirst()
                    .orElseThrow();

            cluster.reshard("{a}", to);

            assertThat(cluster.masterOf("{a}")).isSameAs(to);
            assertThat(console.<String>on(to, redis -> redis.get("{a}249"))).isEqualTo("1");
            assertThat(console.<Long>on(from, redis -> redis.dbsize())).isZero();
            assertThat(console.<Long>on(to, redis -> redis.waitForReplication(1, 5_000)))
                    .isEqualTo(1);

            RedisServer successor = cluster.failOver(to);

            assertThat(successor).isNotSameAs(to).isSameAs(cluster.masterOf("{a}"));
            assertThat(console.<String>on(successor, redis -> redis.get("{a}249")))
                    .isEqualTo("1");
        }
    }
}
