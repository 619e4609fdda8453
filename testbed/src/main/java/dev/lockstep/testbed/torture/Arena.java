package dev.lockstep.testbed.torture;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.fault.RedisConsole;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.TableRows;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * MySQL, Redis, workers and a reader, each with a link to either server that can be hurt. For one thread; only what is read
 * through HTTP and JDBC is for all.
 */
public final class Arena implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Below those that the load writes; nobody changes them. */
    private static final int HEROES = HeroTable.PROBE - 1;

    /** The services' defaults. */
    private static final KeyLayout LAYOUT = new KeyLayout("lockstep", 1);

    private final Setting setting;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RedisConsole console = new RedisConsole();
    private final MySqlServer mysql;
    private final List<Post> workers = new ArrayList<>();
    private final Post reader;
    private RedisServer redis;
    private int redisServers;

    private Arena(Setting setting, Announcer announcer) throws Exception {
        this.setting = setting;
        try {
            open.push(console);
            mysql = opened(announcer.step("MySQL", this::startMysql, server -> server.host() + ":" + server.port()));
            redis = announcer.step("Redis", this::startRedis, server -> server.host() + ":" + server.port());
            for (ServiceUser user : ServiceUser.values()) {
                train(announcer, user);
            }
            for (int i = 1; i <= setting.workers(); i++) {
                workers.add(launch(announcer, ServiceUser.WORKER, "cdc-worker-" + i));
            }
            reader = launch(announcer, ServiceUser.READER, "reader-api");
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Starts everything; the services may not be ready yet. Leaves nothing behind where that fails. */
    public static Arena start(Setting setting, Announcer announcer) throws Exception {
        Post.requireJars(setting.home());
        return new Arena(setting, announcer);
    }

    public MySqlServer mysql() {
        return mysql;
    }

    /** The one that takes writes now. */
    public RedisServer redis() {
        return redis;
    }

    /** Where the reader answers. */
    public URI readerHttp() {
        return reader.service().http();
    }

    /** Says something to the Redis that takes writes now, past all links. */
    public <T> T redis(Function<RedisCommands<String, String>, T> question) {
        return console.on(redis, question);
    }

    /** What Redis holds, beside the table; for when nobody writes and all is applied. */
    public Comparison compare() throws SQLException {
        try (Connection connection = mysql.connect();
                RedisCache cache = RedisCache.connect(new RedisAddress(List.of(redis.uri()), PATIENCE), LAYOUT)) {
            return Comparison.of(TableRows.of(connection, HeroTable.NAME), connection, cache, redis.uri());
        }
    }

    /** Which service has ended though nobody asked it to, in words. */
    public Optional<String> casualty() {
        return posts().stream()
                .filter(post -> !post.service().isAlive())
                .map(post -> "a service has ended by itself; its log: "
                        + post.service().logFile())
                .findFirst();
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("not everything could be ended", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    List<Post> workers() {
        return List.copyOf(workers);
    }

    Post reader() {
        return reader;
    }

    String watermarkKey() {
        return LAYOUT.watermark(0);
    }

    RedisConsole console() {
        return console;
    }

    /** Another Redis, empty, which nobody talks to. Ended with the arena at the latest. */
    RedisServer startRedis() {
        redisServers++;
        RedisOptions options = RedisOptions.DEFAULT.asProcess().withFolder(setting.server("redis-" + redisServers));
        return opened(
                RedisServer.start(setting.redisServer().map(options::withBinary).orElse(options)));
    }

    /** From now on everybody talks to another Redis; the one before is ended. */
    void moveTo(RedisServer other) {
        RedisServer before = redis;
        redis = other;
        for (Post post : posts()) {
            post.redis().retarget(other.host(), other.port());
            post.redis().reset();
        }
        open.remove(before);
        before.close();
    }

    private List<Post> posts() {
        List<Post> posts = new ArrayList<>(workers);
        posts.add(reader);
        return posts;
    }

    private MySqlServer startMysql() throws SQLException {
        MySqlOptions options = MySqlOptions.DEFAULT.asProcess().withFolder(setting.server("mysql"));
        MySqlServer server =
                MySqlServer.start(setting.mysqld().map(options::withBinary).orElse(options));
        try (Connection connection = server.connect()) {
            HeroTable.create(connection, HEROES);
            ServiceUser.create(connection);
            return server;
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    private void train(Announcer announcer, ServiceUser user) throws Exception {
        Path learnt = announcer.step(
                "training",
                () -> Post.train(setting, user, mysql, redis),
                file -> Files.exists(file) ? file.getFileName().toString() : "nothing was kept");
        open.push(() -> Files.deleteIfExists(learnt));
    }

    private Post launch(Announcer announcer, ServiceUser user, String name) throws Exception {
        return opened(announcer.step(
                name,
                () -> Post.launch(setting, user, name, mysql, redis),
                post -> post.service().http().toString()));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.push(closeable);
        return closeable;
    }
}
