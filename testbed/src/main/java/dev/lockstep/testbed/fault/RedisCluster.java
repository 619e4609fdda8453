package dev.lockstep.testbed.fault;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A real Redis Cluster of three masters on loopback, with or without a replica for each. Not thread safe. */
public final class RedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A node that is silent for so long is given up by the others. */
    private static final String NODE_TIMEOUT_MILLIS = "1000";

    private static final int KEYS_AT_ONCE = 100;
    private static final long MIGRATE_MILLIS = 5_000;

    private final RedisConsole console = new RedisConsole();
    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** Three masters. Returns when every node knows every other and all slots are served. */
    public static RedisCluster start() {
        return start(false);
    }

    /** Three masters with a replica each. Returns when each replica has what its master has. */
    public static RedisCluster startWithReplicas() {
        return start(true);
    }

    private static RedisCluster start(boolean replicas) {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.join(replicas);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Where to find it: every node. */
    public List<URI> uris() {
        return nodes.stream().map(RedisServer::uri).toList();
    }

    /** Who serves a key's slot. */
    public RedisServer masterOf(String key) {
        return server(owner(SlotHash.getSlot(key)));
    }

    /** All masters that serve slots, in the order of those. */
    public List<RedisServer> masters() {
        return view().stream()
                .filter(node -> !node.getSlots().isEmpty())
                .map(this::server)
                .toList();
    }

    public List<Long> keysOfEachMaster() {
        return masters().stream()
                .map(node -> console.on(node, RedisCommands::dbsize))
                .toList();
    }

    /**
     * Kills a master. Its replica takes its place when the others have noticed, with what it has; returns when it has.
     *
     * @return the new master
     */
    public RedisServer failOver(RedisServer master) {
        int slot = node(master).getSlots().getFirst();
        master.kill();
        Eventually.holds(PATIENCE, () -> require(!server(owner(slot)).equals(master), "nobody has taken over"));
        RedisServer successor = server(owner(slot));
        Eventually.holds(PATIENCE, () -> require(isComplete(successor), "not every slot is served"));
        return successor;
    }

    /** Moves a key's slot with all it holds to another master while it is being used; returns when all know. */
    public void reshard(String key, RedisServer to) {
        int slot = SlotHash.getSlot(key);
        RedisServer from = server(owner(slot));
        String toId = node(to).getNodeId();
        console.on(to, redis -> redis.clusterSetSlotImporting(slot, node(from).getNodeId()));
        console.on(from, redis -> redis.clusterSetSlotMigrating(slot, toId));
        while (migrateSome(slot, from, to)) {
            // On to the next.
        }
        console.on(to, redis -> redis.clusterSetSlotNode(slot, toId));
        for (RedisServer master : masters()) {
            console.on(master, redis -> redis.clusterSetSlotNode(slot, toId));
        }
        // One who has been told may still be told otherwise by the former owner.
        awaitAll(
                node -> view(node).stream().anyMatch(each -> each.getNodeId().equals(toId) && each.hasSlot(slot)),
                "not every node knows who has the slot");
    }

    @Override
    public void close() {
        console.close();
        nodes.forEach(RedisServer::close);
    }

    private boolean migrateSome(int slot, RedisServer from, RedisServer to) {
        return console.on(from, redis -> {
            List<String> keys = redis.clusterGetKeysInSlot(slot, KEYS_AT_ONCE);
            if (keys.isEmpty()) {
                return false;
            }
            redis.migrate(to.host(), to.port(), 0, MIGRATE_MILLIS, MigrateArgs.Builder.keys(keys));
            return true;
        });
    }

    private void join(boolean replicas) {
        for (int i = 0; i < (replicas ? 2 * MASTERS : MASTERS); i++) {
            nodes.add(RedisServer.start(RedisOptions.clusterNode("--cluster-node-timeout", NODE_TIMEOUT_MILLIS)));
        }
        RedisServer first = nodes.getFirst();
        for (int i = 0; i < nodes.size(); i++) {
            int[] slots = i < MASTERS ? slots(i) : new int[0];
            console.on(nodes.get(i), redis -> {
                if (slots.length > 0) {
                    redis.clusterAddSlots(slots);
                }
                return redis.clusterMeet(first.host(), first.port());
            });
        }
        awaitAll(this::isComplete, "not every node knows every other");
        for (int i = MASTERS; i < nodes.size(); i++) {
            String master = node(nodes.get(i - MASTERS)).getNodeId();
            console.on(nodes.get(i), redis -> redis.clusterReplicate(master));
        }
        awaitAll(this::isLinked, "not every replica has what its master has");
    }

    private void awaitAll(Predicate<RedisServer> condition, String otherwise) {
        Eventually.holds(
                PATIENCE,
                () -> require(nodes.stream().filter(RedisServer::isAlive).allMatch(condition), otherwise));
    }

    private boolean isComplete(RedisServer node) {
        return console.on(node, RedisCommands::clusterInfo)
                .lines()
                .toList()
                .containsAll(List.of(
                        "cluster_state:ok",
                        "cluster_slots_ok:" + SlotHash.SLOT_COUNT,
                        "cluster_known_nodes:" + nodes.size()));
    }

    private boolean isLinked(RedisServer node) {
        String replication = console.on(node, redis -> redis.info("replication"));
        return nodes.size() == MASTERS
                || replication.contains("master_link_status:up")
                || replication.contains("connected_slaves:1");
    }

    private RedisClusterNode owner(int slot) {
        return view().stream().filter(node -> node.hasSlot(slot)).findFirst().orElseThrow();
    }

    private RedisClusterNode node(RedisServer server) {
        return view().stream()
                .filter(node -> node.getUri().getPort() == server.port())
                .findFirst()
                .orElseThrow();
    }

    private RedisServer server(RedisClusterNode node) {
        return nodes.stream()
                .filter(each -> each.port() == node.getUri().getPort())
                .findFirst()
                .orElseThrow();
    }

    /** As a node that is there sees it. */
    private List<RedisClusterNode> view() {
        RedisServer alive =
                nodes.stream().filter(RedisServer::isAlive).findFirst().orElseThrow();
        return view(alive);
    }

    private List<RedisClusterNode> view(RedisServer of) {
        String text = console.on(of, RedisCommands::clusterNodes);
        return ClusterPartitionParser.parse(text).stream()
                .filter(node -> !node.is(NodeFlag.FAIL))
                .toList();
    }

    private static int[] slots(int master) {
        return IntStream.range(SlotHash.SLOT_COUNT * master / MASTERS, SlotHash.SLOT_COUNT * (master + 1) / MASTERS)
                .toArray();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
