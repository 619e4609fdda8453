package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.fault.TcpProxy;
import dev.lockstep.testbed.server.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What can happen to Redis and to what it holds. */
final class RedisFaults {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHORT = 200;
    private static final int LONG = 4_000;
    private static final String MOST_MEMORY = "maxmemory";
    private static final String SNAPSHOT = "dump.rdb";
    private static final String POLICY = "maxmemory-policy";

    private RedisFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("Redis killed, empty after", RedisFaults::kill),
                Fault.of("Redis restarted from a snapshot", RedisFaults::restore),
                Fault.of("Redis paused", RedisFaults::pause),
                Fault.momentary("Redis fails over, losing writes", RedisFaults::failOver),
                Fault.momentary("FLUSHALL", battle -> battle.arena().redis(redis -> redis.flushall())),
                Fault.momentary(
                        "watermark deleted",
                        battle -> battle.arena()
                                .redis(redis -> redis.del(battle.arena().watermarkKey()))),
                Fault.momentary("SCRIPT FLUSH", battle -> battle.arena().redis(redis -> redis.scriptFlush())),
                Fault.of("Redis full", RedisFaults::fill),
                new Fault("Redis evicts", true, RedisFaults::evict));
    }

    private static Fault.Cure kill(Battle battle) throws Exception {
        RedisServer redis = battle.arena().redis();
        Path snapshot = snapshot(battle.arena());
        redis.kill();
        battle.hold(1, SHORT * 10);
        return () -> {
            // One that was a replica was given one to begin with.
            Files.deleteIfExists(snapshot);
            redis.restart();
        };
    }

    /** It comes back as it was some time before, and with it what it knew of how far it is. */
    private static Fault.Cure restore(Battle battle) throws Exception {
        Arena arena = battle.arena();
        RedisServer redis = arena.redis();
        Path snapshot = snapshot(arena);
        arena.redis(console -> console.save());
        battle.hold(SHORT, LONG);
        battle.losing("restarted from a snapshot", () -> {
            redis.kill();
            redis.restart();
        });
        return () -> Files.delete(snapshot);
    }

    /** What it would begin with. */
    private static Path snapshot(Arena arena) {
        Map<String, String> found = arena.redis(redis -> redis.configGet("dir"));
        return Path.of(Objects.requireNonNull(found.get("dir")), SNAPSHOT);
    }

    private static Fault.Cure pause(Battle battle) throws InterruptedException {
        RedisServer redis = battle.arena().redis();
        redis.pause();
        battle.hold(SHORT, LONG);
        return redis::resume;
    }

    /** A replica that has fallen behind takes the place of its primary. */
    private static void failOver(Battle battle) throws Exception {
        Arena arena = battle.arena();
        RedisServer primary = arena.redis();
        RedisServer replica = arena.startRedis();
        try (TcpProxy replication = TcpProxy.to(primary.host(), primary.port())) {
            arena.console().on(replica, redis -> redis.replicaof("127.0.0.1", replication.port()));
            awaitLink(arena, replica);
            battle.hold(1, SHORT);
            replication.freeze();
            battle.hold(1, SHORT * 10);
            battle.losing("failover", () -> {
                primary.kill();
                arena.console().on(replica, redis -> redis.replicaofNoOne());
                arena.moveTo(replica);
            });
        }
    }

    private static void awaitLink(Arena arena, RedisServer replica) {
        Eventually.holds(PATIENCE, () -> {
            if (!arena.console().on(replica, redis -> redis.info("replication")).contains("master_link_status:up")) {
                throw new IllegalStateException("the replica has no link to its primary yet");
            }
        });
    }

    /** Every write is refused. */
    private static Fault.Cure fill(Battle battle) throws InterruptedException {
        Arena arena = battle.arena();
        configure(arena, MOST_MEMORY, "1");
        battle.hold(SHORT, LONG);
        return () -> configure(arena, MOST_MEMORY, "0");
    }

    /** A part of what has a time to live goes; the watermark has none. */
    private static Fault.Cure evict(Battle battle) throws InterruptedException {
        Arena arena = battle.arena();
        configure(arena, POLICY, "volatile-random");
        String info = arena.redis(redis -> redis.info("memory"));
        long used = number(info, "used_memory:");
        configure(arena, MOST_MEMORY, Long.toString(used - battle.random().nextInt(5_000, 40_000)));
        battle.hold(SHORT, SHORT * 10);
        return () -> {
            configure(arena, MOST_MEMORY, "0");
            configure(arena, POLICY, "noeviction");
        };
    }

    private static long number(String info, String name) {
        UnaryOperator<String> after = line -> line.substring(name.length());
        return info.lines()
                .filter(line -> line.startsWith(name))
                .map(after)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static void configure(Arena arena, String name, String value) {
        arena.redis(redis -> redis.configSet(name, value));
    }
}
