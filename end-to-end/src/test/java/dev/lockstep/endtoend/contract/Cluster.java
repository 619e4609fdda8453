package dev.lockstep.endtoend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A Redis Cluster of three nodes without replicas. */
final class Cluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisClient client = RedisClient.create();
    private final List<RedisServer> nodes = new ArrayList<>();

    private Cluster() {
        RedisOptions options = RedisOptions.DEFAULT.asProcess().withArguments("--cluster-enabled", "yes");
        for (int i = 0; i < NODES; i++) {
            nodes.add(RedisServer.start(options));
        }
    }

    /** Returns when every node knows every other and all slots are served. */
    static Cluster start() {
        Cluster cluster = new Cluster();
        try {
            cluster.join();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    List<URI> uris() {
        return nodes.stream().map(RedisServer::uri).toList();
    }

    List<Long> keysOfEachNode() {
        return nodes.stream().map(node -> ask(node, RedisCommands::dbsize)).toList();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        nodes.forEach(RedisServer::close);
    }

    private void join() {
        RedisServer first = nodes.getFirst();
        for (int i = 0; i < NODES; i++) {
            RedisServer node = nodes.get(i);
            int[] slots =
                    IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).toArray();
            ask(node, redis -> redis.clusterAddSlots(slots));
            ask(node, redis -> redis.clusterMeet(first.host(), first.port()));
        }
        Eventually.holds(PATIENCE, () -> assertThat(nodes).allMatch(this::isComplete));
    }

    private boolean isComplete(RedisServer node) {
        return ask(node, RedisCommands::clusterInfo)
                .lines()
                .toList()
                .containsAll(List.of("cluster_state:ok", "cluster_slots_ok:" + SLOTS, "cluster_known_nodes:" + NODES));
    }

    private <T> T ask(RedisServer node, Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect(RedisURI.create(node.uri()))) {
            return question.apply(connection.sync());
        }
    }
}
