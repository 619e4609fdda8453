package dev.lockstep.cache.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One connection to one Redis or one Redis Cluster, with the defaults of the driver that would hurt changed: commands are
 * bounded in number and time, nothing waits for a server that is gone, and a cluster's changes are noticed.
 */
final class RedisLink implements AutoCloseable {

    /** Commands under way at once. The driver's own default has no bound. */
    private static final int MOST_REQUESTS = 20_000;

    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** How often a cluster is asked for its topology, besides on every redirection and lost connection. */
    private static final Duration TOPOLOGY = Duration.ofSeconds(5);

    /** How often at most, where redirections and lost connections ask for it. */
    private static final Duration ADAPTIVE = Duration.ofSeconds(1);

    /** The driver's own pauses between tries to reconnect grow to half a minute, and a server is back long before. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final AbstractRedisClient client;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    private RedisLink(
            AbstractRedisClient client,
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands) {
        this.client = client;
        this.connection = connection;
        this.commands = commands;
    }

    static RedisLink connect(RedisAddress address) {
        List<RedisURI> nodes = address.nodes().stream()
                .map(node -> RedisURI.create(node))
                .peek(node -> node.setTimeout(address.timeout()))
                .toList();
        return nodes.size() == 1 ? single(nodes.getFirst(), address) : cluster(nodes, address);
    }

    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    @Override
    public void close() {
        connection.close();
        shutDown(client);
    }

    private static RedisLink single(RedisURI node, RedisAddress address) {
        RedisClient client = RedisClient.create(resources(), node);
        client.setOptions(bounded(ClientOptions.builder(), address).build());
        try {
            var connection = client.connect(ByteArrayCodec.INSTANCE);
            return new RedisLink(client, connection, connection.async());
        } catch (RedisException e) {
            throw unreachable(client, node.getHost() + ":" + node.getPort(), e);
        }
    }

    private static RedisLink cluster(List<RedisURI> nodes, RedisAddress address) {
        RedisClusterClient client = RedisClusterClient.create(resources(), nodes);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        bounded(options, address);
        client.setOptions(options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY)
                        .adaptiveRefreshTriggersTimeout(ADAPTIVE)
                        .refreshTriggersReconnectAttempts(1)
                        .build())
                .build());
        try {
            var connection = client.connect(ByteArrayCodec.INSTANCE);
            reachEveryNode(connection).join();
            var unusedSubscription = client.getResources()
                    .eventBus()
                    .get()
                    .ofType(ClusterTopologyChangedEvent.class)
                    .subscribe(changed -> {
                        var unusedNodes = reachEveryNode(connection);
                    });
            return new RedisLink(client, connection, connection.async());
        } catch (RedisException e) {
            throw unreachable(client, "the cluster of " + nodes.size() + " named nodes", e);
        }
    }

    /**
     * The driver connects to a node when that is first needed and rejects commands until then, so all are needed now, and
     * new ones as soon as they are known. A node that is down keeps nobody from the others.
     */
    private static CompletableFuture<Void> reachEveryNode(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        CompletableFuture<?>[] reached = connection.getPartitions().stream()
                .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
                .map(RedisClusterNode::getUri)
                .map(node -> connection
                        .getConnectionAsync(node.getHost(), node.getPort())
                        .handle((ignored, problem) -> problem == null))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(reached);
    }

    private static ClientOptions.Builder bounded(ClientOptions.Builder options, RedisAddress address) {
        return options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_REQUESTS)
                .timeoutOptions(TimeoutOptions.enabled(address.timeout()))
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled());
    }

    private static ClientResources resources() {
        return DefaultClientResources.builder()
                .reconnectDelay(Delay.decorrelatedJitter(
                        FIRST_PAUSE, LONGEST_PAUSE, FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                .build();
    }

    private static CacheUnreachableException unreachable(AbstractRedisClient client, String where, RedisException e) {
        shutDown(client);
        return new CacheUnreachableException(
                "no Redis answers at %s (expected: what REDIS_URL names)".formatted(where), e);
    }

    /** The resources are ours, so the client leaves them alone. */
    private static void shutDown(AbstractRedisClient client) {
        client.shutdown(Duration.ZERO, SHUTDOWN);
        client.getResources()
                .shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
