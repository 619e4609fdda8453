package dev.lockstep.benchmarks;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The worker, which is done when its watermark has all that the server has executed. */
final class LockstepWorker implements Drainer {

    private final ServiceOptions options;
    private final MySqlServer mysql;
    private final RedisCache cache;

    LockstepWorker(MySqlServer mysql, RedisServer redis) {
        this.options = new Services(mysql, redis).worker(Map.of());
        this.mysql = mysql;
        this.cache = RedisCache.connect(
                new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout("lockstep", 1));
    }

    @Override
    public String name() {
        return "Lockstep";
    }

    @Override
    public ServiceOptions options() {
        return options;
    }

    @Override
    public void begin() {
        ServiceProcess.start(options).close();
    }

    @Override
    public Progress expect(int rows) {
        Position stood = watermark().position();
        String last = executed();
        return new Progress() {
            @Override
            public boolean begun() {
                return watermark().position().compareTo(stood) > 0;
            }

            @Override
            public boolean ended() {
                return watermark().gtids().equals(last);
            }
        };
    }

    @Override
    public void close() {
        cache.close();
    }

    private Watermark.Progress watermark() {
        return cache.watermark(0).toCompletableFuture().join().orElseThrow().progress();
    }

    private String executed() {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT REPLACE(@@global.gtid_executed, '\n', '')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
