package dev.lockstep.testbed.fault;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import java.time.Duration;

/**
 * A Redis and its replica. Replication is asynchronous, as everywhere, so a failover can lose what was acknowledged; here
 * it can be made to. Whoever talks to it follows {@link #primary}, or is led there by a {@link TcpProxy}.
 */
public final class RedisPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisConsole console = new RedisConsole();
    private final RedisServer first;
    private final RedisServer second;
    private final TcpProxy replication;
    private volatile RedisServer primary;

    private RedisPair() {
        first = RedisServer.start(RedisOptions.DEFAULT.asProcess());
        second = RedisServer.start(RedisOptions.DEFAULT.asProcess());
        replication = TcpProxy.to(first.host(), first.port());
        primary = first;
    }

    /** Returns when the replica has what the primary has. */
    public static RedisPair start() {
        RedisPair pair = new RedisPair();
        try {
            pair.console.on(pair.second, redis -> redis.replicaof("127.0.0.1", pair.replication.port()));
            pair.awaitLink();
            return pair;
        } catch (RuntimeException | Error e) {
            pair.close();
            throw e;
        }
    }

    /** Who takes writes. */
    public RedisServer primary() {
        return primary;
    }

    /** From now on the primary acknowledges what its replica will not have. */
    public void holdReplication() {
        replication.freeze();
    }

    /**
     * The primary is killed and the replica takes its place, with what it has. Once.
     *
     * @return the new primary
     */
    public RedisServer failOver() {
        first.kill();
        replication.close();
        console.on(second, redis -> redis.replicaofNoOne());
        primary = second;
        return second;
    }

    @Override
    public void close() {
        console.close();
        replication.close();
        second.close();
        first.close();
    }

    private void awaitLink() {
        Eventually.holds(PATIENCE, () -> {
            if (!console.on(second, redis -> redis.info("replication")).contains("master_link_status:up")) {
                throw new IllegalStateException("the replica has no link to its primary yet");
            }
        });
    }
}
