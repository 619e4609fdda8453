package dev.lockstep.testbed.fault;

import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/** Says something to a Redis server, on a connection of its own each time. Thread safe. */
public final class RedisConsole implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisClient client = RedisClient.create();

    /** What the server answers; throws a RedisException where it does not within 10 s. */
    public <T> T on(RedisServer server, Function<RedisCommands<String, String>, T> question) {
        RedisURI uri = RedisURI.create(server.uri());
        uri.setTimeout(PATIENCE);
        try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
            return question.apply(connection.sync());
        }
    }

    /** How often a server has answered with an error of this code, such as MOVED, since it was started. */
    public long errors(RedisServer server, String code) {
        String line = "errorstat_" + code + ":count=";
        return on(server, redis -> redis.info("errorstats"))
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToLong(each -> Long.parseLong(each.substring(line.length())))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
