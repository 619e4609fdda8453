package dev.lockstep.cache.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
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
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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

    private final Flushes flushes;
    private final AtomicInteger generation = new AtomicInteger();
    private final AbstractRedisClient client;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    private RedisLink(
            AbstractRedisClient client,
            Flushes flushes,
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands) {
        client.addListener(new Losses());
        this.client = client;
        this.flushes = flushes;
        this.connection = connection;
        this.commands = commands;
    }

    /** On an event loop of the caller's, or on threads of its own where that is null. */
    static RedisLink connect(RedisAddress address, @Nullable EventLoop loop) {
        List<RedisURI> nodes = address.nodes().stream()
                .map(node -> RedisURI.create(node))
                .peek(node -> node.setTimeout(address.timeout()))
                .toList();
        Flushes flushes = new Flushes();
        ClientResources resources = resources(loop, flushes);
        return nodes.size() == 1
                ? single(nodes.getFirst(), address, resources, flushes)
                : cluster(nodes, address, resources, flushes);
    }

    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** Another number after something was sent. To be asked on the event loop only. */
    int flushes() {
        return flushes.count;
    }

    /** Another number after each lost connection. */
    int generation() {
        return generation.get();
    }

    @Override
    public void close() {
        connection.close();
        shutDown(client);
    }

    private static RedisLink single(RedisURI node, RedisAddress address, ClientResources resources, Flushes flushes) {
        RedisClient client = RedisClient.create(resources, node);
        client.setOptions(bounded(ClientOptions.builder(), address).build());
        try {
            var connection = client.connect(ByteArrayCodec.INSTANCE);
            return new RedisLink(client, flushes, connection, connection.async());
        } catch (RedisException e) {
            throw unreachable(client, node.getHost() + ":" + node.getPort(), e);
        }
    }

    private static RedisLink cluster(
            List<RedisURI> nodes, RedisAddress address, ClientResources resources, Flushes flushes) {
        RedisClusterClient client = RedisClusterClient.create(resources, nodes);
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
            return new RedisLink(client, flushes, connection, connection.async());
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

    private static ClientResources resources(@Nullable EventLoop loop, Flushes flushes) {
        DefaultClientResources.Builder builder = DefaultClientResources.builder();
        if (loop != null) {
            builder.eventLoopGroupProvider(new OneLoop(loop)).nettyCustomizer(flushes);
        }
        return builder.reconnectDelay(Delay.decorrelatedJitter(
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

    /** Counts lost connections, also of a single node of a cluster. */
    private final class Losses implements RedisConnectionStateListener {
        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            generation.incrementAndGet();
        }
    }

    /** Everything on one event loop, which is somebody else's to end. */
    private record OneLoop(EventLoop loop) implements EventLoopGroupProvider {

        @Override
        @SuppressWarnings("unchecked") // the driver asks for a class and takes any group
        public <T extends EventLoopGroup> T allocate(Class<T> type) {
            return (T) loop;
        }

        @Override
        public int threadPoolSize() {
            return 1;
        }

        @Override
        public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
            return loop.newSucceededFuture(true);
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            return loop.newSucceededFuture(true);
        }
    }

    /** What is sent in one round of an event loop leaves with one call to the system, which is counted. */
    private static final class Flushes implements NettyCustomizer {

        /** More than can be under way: nothing leaves before the round is over. */
        private static final int ALL = MOST_REQUESTS + 1;

        private int count;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline()
                    .addFirst(new FlushConsolidationHandler(ALL, true))
                    .addFirst(new Counter());
        }

        /** Nearest to the socket. */
        private final class Counter extends ChannelOutboundHandlerAdapter {
            @Override
            public void flush(ChannelHandlerContext context) {
                count++;
                context.flush();
            }
        }
    }
}
