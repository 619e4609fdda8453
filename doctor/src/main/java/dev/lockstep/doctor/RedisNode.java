package dev.lockstep.doctor;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection to one Redis server for any question; each is bounded in time. The services' own connection knows only what
 * the cache needs, hides a cluster's nodes and comes back by itself, and here none of that is wanted.
 */
final class RedisNode implements AutoCloseable {

    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final String name;
    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    /**
     * Connects.
     *
     * @throws RedisException where nobody answers or the login is refused
     */
    RedisNode(URI address, Duration connect, Duration answer) {
        RedisURI uri = RedisURI.create(address);
        uri.setTimeout(answer);
        name = uri.getHost() + ":" + uri.getPort();
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        client = RedisClient.create(resources, uri);
        // With the older protocol every answer is a list or a value, and the login is a command of its own.
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(ProtocolVersion.RESP2)
                .timeoutOptions(TimeoutOptions.enabled(answer))
                .socketOptions(SocketOptions.builder().connectTimeout(connect).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build());
        boolean connected = false;
        try {
            connection = client.connect();
            connected = true;
        } finally {
            if (!connected) {
                shutDown();
            }
        }
    }

    /** {@code host:port}, never with a password. */
    static String name(URI address) {
        RedisURI uri = RedisURI.create(address);
        return uri.getHost() + ":" + uri.getPort();
    }

    String name() {
        return name;
    }

    /** Asks; nothing that is asked here may change anything. */
    RedisReply ask(String command, String... arguments) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (String argument : arguments) {
            args.add(argument);
        }
        try {
            List<Object> answer = connection
                    .sync()
                    .dispatch(CommandType.valueOf(command), new NestedMultiOutput<>(StringCodec.UTF8), args);
            return new RedisReply.Values(answer);
        } catch (RedisCommandExecutionException e) {
            return new RedisReply.Refused(Reasons.of(e));
        } catch (RedisException e) {
            return new RedisReply.Silent(Reasons.of(e));
        }
    }

    @Override
    public void close() {
        connection.close();
        shutDown();
    }

    private void shutDown() {
        client.shutdown(Duration.ZERO, SHUTDOWN);
        resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
