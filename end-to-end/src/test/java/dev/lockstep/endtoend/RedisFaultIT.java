package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A single Redis dies, sleeps, forgets, refuses and comes back old; under load, and each time exact in the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisFaultIT {

    private static final int HEROES = 500;

    /** Each key takes so long to load, so that a restart from a snapshot can be seen going on. */
    private static final String LOAD_MICROS = "6000";

    /** Redis answers anybody only now and then while it loads: after every other megabyte. */
    private static final String TWO_MEGABYTES = "x".repeat(2 * 1024 * 1024);

    private static final int PAUSES = 40;

    /** Rows that the writing app leaves alone. */
    private static final int GHOST = 3;

    private static final int LOST = 4;

    private Path snapshot;
    private RedisServer redis;
    private Stack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        snapshot = folder.resolve("redis").resolve("dump.rdb");
        redis = RedisServer.start(RedisOptions.DEFAULT
                .asProcess()
                .withFolder(snapshot.getParent())
                .withArguments("--key-load-delay", LOAD_MICROS, "--rdbcompression", "no"));
        stack = Stack.start(folder, StackOptions.DEFAULT.withHeroes(HEROES).withRedis(redis));
    }

    @AfterAll
    void stop() {
        stack.close();
        redis.close();
    }

    @Test
    void killedAndEmptyAfterwards() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis killed and restarted empty")) {
            redis.kill();
            ordeal.noticed(stack.reader, "Redis does not answer");
            ordeal.goOn();
            redis.restart();
            ordeal.over();
            ordeal.noticed(stack.worker, "Redis has no watermark: it is new, was emptied");
            ordeal.survived();
        }
    }

    @Test
    void killedAndBackFromAnOldSnapshotThatTakesItsTimeToLoad() throws SQLException, IOException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis restarted from an old snapshot, slowly (LOADING)")) {
            stack.onRedis(commands -> {
                Arrays.stream(ballast()).forEach(key -> commands.set(key, TWO_MEGABYTES));
                return commands.save();
            });
            ordeal.goOn();
            redis.kill();
            redis.restart();
            ordeal.over();
            ordeal.noticed(stack.worker, "LOADING");
            ordeal.noticed(stack.worker, "going on from");
            ordeal.survived();
            ordeal.continuityWasKept();
        } finally {
            Files.deleteIfExists(snapshot);
            stack.onRedis(commands -> commands.del(ballast()));
        }
    }

    @Test
    void pausedAndResumed() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis paused (SIGSTOP) and resumed")) {
            redis.pause();
            ordeal.noticed(stack.worker, "timed out");
            ordeal.noticed(stack.reader, "Redis does not answer");
            redis.resume();
            ordeal.over();
            ordeal.noticed(stack.reader, "Redis answers again");
            ordeal.survived();
        }
    }

    @Test
    void emptied() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis emptied (FLUSHALL)")) {
            stack.onRedis(RedisCommands::flushall);
            ordeal.over();
            ordeal.noticed(stack.worker, "Redis has no watermark: it is new, was emptied, or has evicted it");
            ordeal.noticed(stack.worker, "beginning anew");
            ordeal.survived();
        }
    }

    @Test
    void full() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis out of memory (maxmemory, noeviction)")) {
            stack.onRedis(commands -> commands.configSet("maxmemory", "1mb"));
            ordeal.noticed(stack.worker, "OOM command not allowed");
            ordeal.goOn();
            stack.onRedis(commands -> commands.configSet("maxmemory", "0"));
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void aReplicaForAWhile() throws SQLException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis made a replica for a while (READONLY)")) {
            stack.onRedis(commands -> commands.replicaof("127.0.0.1", 1));
            ordeal.noticed(stack.worker, "READONLY");
            ordeal.goOn();
            stack.onRedis(RedisCommands::replicaofNoOne);
            ordeal.over();
            ordeal.survived();
            ordeal.continuityWasKept();
        }
    }

    @Test
    void forgettingItsScripts() throws SQLException, IOException, InterruptedException {
        try (Ordeal ordeal = Ordeal.begin(stack, "Redis forgets its scripts (SCRIPT FLUSH)")) {
            double runs = runs();
            long refused = stack.redisErrors("NOSCRIPT");
            for (int i = 0; i < 5; i++) {
                stack.onRedis(RedisCommands::scriptFlush);
                ordeal.goOn();
            }
            ordeal.over();
            assertThat(stack.redisErrors("NOSCRIPT"))
                    .as("calls that Redis refused")
                    .isGreaterThan(refused);
            ordeal.survived();
            assertThat(runs()).as("the run went on").isEqualTo(runs);
        }
    }

    @Test
    void theWatermarkGoneWhileRowsRemain() throws SQLException {
        String ghost = stack.cache.layout().entry(new RowKey(HeroTable.NAME, Integer.toString(GHOST)));
        try (Ordeal ordeal = Ordeal.begin(stack, "watermark deleted while rows remain")) {
            awaitHit(GHOST);
            awaitHit(LOST);
            stack.worker.pause();
            stack.onRedis(commands -> commands.del(stack.cache.layout().watermark(0)));
            stack.onRedis(commands -> {
                String found = commands.get(ghost);
                return commands.set(ghost, found.replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"A ghost\""));
            });
            // The worker will begin behind this change, and so never apply it.
            stack.sql("UPDATE hero SET name = 'Seen by nobody' WHERE id = " + LOST);
            stack.worker.resume();
            ordeal.over();
            ordeal.noticed(stack.worker, "beginning anew");
            stack.awaitApplied();

            assertThat(stack.get("/v1/hero/" + GHOST).body()).doesNotContain("A ghost");
            assertThat(stack.get("/v1/hero/" + LOST).body()).contains("Seen by nobody");
            ordeal.survived();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitHit(int hero) {
        Eventually.holds(
                Stack.PATIENCE,
                () -> assertThat(stack.get("/v1/hero/" + hero).headers().firstValue("Lockstep-Source"))
                        .hasValue("hit"));
    }

    /** How often the worker has begun. */
    private double runs() throws IOException, InterruptedException {
        String status = stack.get(stack.worker.http(), "/v1/status").body();
        return Double.parseDouble(status.replaceFirst(".*\"runs\":(\\d+).*", "$1"));
    }

    private static String[] ballast() {
        return IntStream.range(0, PAUSES).mapToObj(i -> "ballast:" + i).toArray(String[]::new);
    }
}
