package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.progress;
import static dev.lockstep.endtoend.contract.Scratch.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.fault.RedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a Redis Cluster every call must stay in one slot, and the first call to each node must not be the one that fails. */
final class ClusterIT {

    private static final int PARTITIONS = 16;
    private static final int ROWS = 200;

    @Test
    void everyCallWorksOnEveryNodeFromTheStart() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisCache cache = RedisCache.connect(
                        new RedisAddress(cluster.uris(), Duration.ofSeconds(10)),
                        new KeyLayout("scratch", PARTITIONS))) {
            IntStream.range(0, PARTITIONS).forEach(partition -> open(cache, partition));
            IntStream.range(0, PARTITIONS).forEach(partition -> apply(cache, partition));
            IntStream.range(0, ROWS).forEach(row -> assertThat(seen(cache, row)).isEqualTo(Seen.row("row " + row)));
            IntStream.range(0, ROWS).forEach(row -> fill(cache, key("not there yet " + row)));
            assertThat(cluster.keysOfEachMaster()).allMatch(keys -> keys > 0);
        }
    }

    private static void open(RedisCache cache, int partition) {
        Watermark start = new Watermark(progress(1), Scratch.SERVER, Scratch.TABLES, Scratch.WORKER, null);
        assertThat(answer(cache.open(partition, null, start))).isTrue();
    }

    private static void apply(RedisCache cache, int partition) {
        List<Mutation> mutations = IntStream.range(0, ROWS)
                .filter(row -> cache.layout().partitionOf(key("row " + row)) == partition)
                .mapToObj(row -> put(key("row " + row), 2, "row " + row))
                .toList();
        assertThat(mutations).isNotEmpty();
        Batch batch = new Batch(partition, change(1), mutations, Map.of(), progress(2));
        assertThat(answer(cache.apply(batch, Scratch.WORKER, Scratch.HOUR)))
                .isEqualTo(new Applied(mutations.size(), 0, 0));
        assertThat(answer(cache.fresh(partition, Scratch.WORKER, change(2), answer(cache.clock(partition)))))
                .isTrue();
        assertThat(answer(cache.watermark(partition)).orElseThrow().progress()).isEqualTo(progress(2));
    }

    private static void fill(RedisCache cache, RowKey key) {
        Granted lease = (Granted) answer(cache.lease(key, Scratch.SHAPE, "token", Scratch.HOUR));
        Filling filling = new Filling(key, lease, Moments.start(3), Optional.of(Heroes.document("filled")));
        assertThat(answer(cache.fill(filling, Scratch.HOUR))).isTrue();
        assertThat(Seen.of(answer(cache.read(key)))).isEqualTo(Seen.row("filled"));
    }

    private static Seen seen(RedisCache cache, int row) {
        return Seen.of(answer(cache.read(key("row " + row))));
    }
}
