package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.fault.RedisCluster;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that is broken in one way after the other; what is printed mends it. */
final class RedisIT {

    private static Surgery surgery;

    @BeforeAll
    static void start() throws SQLException {
        surgery = new Surgery();
    }

    @AfterEach
    void mend() {
        surgery.onRedis(redis -> {
            redis.configSet("maxmemory", "0");
            redis.configSet("maxmemory-policy", "noeviction");
            redis.replicaofNoOne();
            redis.aclDeluser("worker", "reader");
            return redis.flushall();
        });
    }

    @AfterAll
    static void stop() {
        surgery.close();
    }

    @Test
    void asTheDemoHasItAllIsWell() {
        List<Finding> findings = Surgery.examine(surgery.environment());

        assertThat(findings)
                .filteredOn(each -> each.severity().compareTo(Severity.INFO) > 0)
                .isEmpty();
        assertThat(findings).extracting(Finding::check).contains(Check.values());
        assertThat(new Report(findings).exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-random"})
    void aWatermarkMayBeEvicted(String policy) {
        surgery.onRedis(redis -> redis.configSet("maxmemory-policy", policy));

        Finding finding = Surgery.found(Check.REDIS_EVICTION, surgery.environment());
        surgery.paste(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains(policy);
        assertThat(Surgery.found(Check.REDIS_EVICTION, surgery.environment()).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void nothingCanBeEvictedWithoutATimeToLive() {
        surgery.onRedis(redis -> redis.configSet("maxmemory-policy", "volatile-lru"));

        Finding finding = Surgery.found(Check.REDIS_EVICTION, surgery.environment("CACHE_TTL", "0s"));

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.fix()).startsWith("CACHE_TTL=24h");
        assertThat(Surgery.found(Check.REDIS_EVICTION, surgery.environment("CACHE_TTL", "24h"))
                        .severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void nearlyFull() {
        surgery.onRedis(redis -> redis.set("ballast", "x".repeat(20_000_000)));
        surgery.onRedis(redis -> redis.configSet("maxmemory", "21mb"));

        Finding finding = Surgery.found(Check.REDIS_MEMORY, surgery.environment());
        surgery.paste(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).contains("of 21 MB used");
        assertThat(Surgery.found(Check.REDIS_MEMORY, surgery.environment()).severity())
                .isEqualTo(Severity.OK);
    }

    @Test
    void aReplica() {
        surgery.onRedis(redis -> redis.replicaof("127.0.0.1", 9));

        Finding finding = Surgery.found(Check.REDIS_PRIMARY, surgery.environment());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).isEqualTo("let REDIS_URL name the primary, which is 127.0.0.1:9");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void theLeastThatIsPrintedIsEnough(Role role) {
        surgery.paste(role.leastAcl("lockstep", false)
                .replace("lockstep-" + role.word(), role.word())
                .replace(">...", ">secret"));
        Map<String, String> environment = surgery.environment(ServiceUser.valueOf(role.name()));
        environment.put("REDIS_URL", surgery.redisAs(role.word(), "secret"));

        List<Finding> findings = new Doctor(Patience.USUAL).examine(environment, role);

        assertThat(Surgery.found(Check.REDIS_ACL, findings).severity()).isEqualTo(Severity.OK);
        assertThat(Surgery.found(Check.REDIS_EVICTION, findings).found()).contains("may not run INFO");
        assertThat(new Report(findings).exitCode()).isZero();
        assertThat(new Report(findings).json()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eval",
                "evalsha",
                "get",
                "getrange",
                "set",
                "del",
                "hget",
                "hmget",
                "hgetall",
                "hkeys",
                "hset",
                "hdel",
                "pexpire",
                "xadd",
                "xlen",
                "scan",
                "time"
            })
    void aCommandThatTheUserMayNotRun(String command) {
        surgery.paste("ACL SETUSER worker on >secret ~lockstep:* +@all -" + command);
        Map<String, String> environment = surgery.environment("REDIS_URL", surgery.redisAs("worker", "secret"));

        Finding finding = Surgery.found(Check.REDIS_ACL, environment);

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).isEqualTo("ACL SETUSER worker +" + command);
        surgery.paste(finding.fix());
        assertThat(Surgery.found(Check.REDIS_ACL, environment).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void keysThatTheUserMayNotTouch() {
        surgery.onRedis(redis -> redis.aclSetuser(
                "worker",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("other:*")
                        .allCommands()));
        Map<String, String> environment = surgery.environment("REDIS_URL", surgery.redisAs("worker", "secret"));

        Finding finding = Surgery.found(Check.REDIS_ACL, environment);
        surgery.paste(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).isEqualTo("ACL SETUSER worker ~lockstep:*");
        assertThat(Surgery.found(Check.REDIS_ACL, environment).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void nothingIsWritten() {
        surgery.onRedis(redis -> redis.set("lockstep:{0}:mine", "stays"));
        String before = surgery.onRedis(RedisIT::writes);

        Surgery.examine(surgery.environment());

        String after = surgery.onRedis(RedisIT::writes);
        List<String> keys = surgery.onRedis(redis -> redis.keys("*"));
        assertThat(after).isEqualTo(before);
        assertThat(keys).containsExactly("lockstep:{0}:mine");
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() {
        surgery.paste("ACL SETUSER worker on >secret ~lockstep:* +@all");

        List<Finding> findings =
                Surgery.examine(surgery.environment("REDIS_URL", surgery.redisAs("worker", "se-cr-et")));

        assertThat(Surgery.found(Check.REDIS_LOGIN, findings).severity()).isEqualTo(Severity.ERROR);
        assertThat(Surgery.found(Check.REDIS_LOGIN, findings).found()).contains("refuses worker");
        assertThat(Surgery.found(Check.REDIS_ACL, findings).found()).startsWith("not checked");
        assertThat(new Report(findings).json()).doesNotContain("se-cr-et");
    }

    @Test
    void nobodyAnswers() throws Exception {
        String url = "redis://127.0.0.1:" + FreePort.forServer("nobody", 0);

        Finding finding = Surgery.found(Check.REDIS_REACHABLE, surgery.environment("REDIS_URL", url));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).contains("mend REDIS_URL");
    }

    @Test
    void aServerThatIsPausedIsGivenUp() {
        surgery.redis.pause();
        try {
            List<Finding> findings = Surgery.examine(surgery.environment("REDIS_TIMEOUT", "500ms"));

            assertThat(Surgery.found(Check.REDIS_REACHABLE, findings).severity())
                    .isEqualTo(Severity.ERROR);
            assertThat(Surgery.found(Check.STEP_LAG, findings).found()).startsWith("not checked");
        } finally {
            surgery.redis.resume();
        }
    }

    @Test
    void severalAddressesOfASingleServer() {
        String url = "redis://127.0.0.1:%d,redis://localhost:%d".formatted(surgery.redis.port(), surgery.redis.port());

        Finding finding = Surgery.found(Check.REDIS_CLUSTER, surgery.environment("REDIS_URL", url));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).isEqualTo("one address in REDIS_URL");
    }

    @Test
    void aClusterThatIsTakenForASingleServerAndDoesNotServeEverySlot() {
        try (RedisServer node = RedisServer.start(RedisOptions.clusterNode())) {
            surgery.console.on(node, redis -> redis.clusterAddSlots(0, 1, 2));
            Map<String, String> environment =
                    surgery.environment("REDIS_URL", node.uri().toString());

            List<Finding> findings = Surgery.examine(environment);

            assertThat(Surgery.found(Check.REDIS_CLUSTER, findings).severity()).isEqualTo(Severity.ERROR);
            assertThat(Surgery.found(Check.REDIS_CLUSTER, findings).fix()).startsWith("REDIS_URL=redis://host1");
            assertThat(Surgery.found(Check.REDIS_SLOTS, findings).severity()).isEqualTo(Severity.ERROR);
            assertThat(Surgery.found(Check.REDIS_SLOTS, findings).found())
                    .isEqualTo("3 of 16384 slots are served, the first that is not: 3");

            environment.put("REDIS_URL", "%s,redis://localhost:%d".formatted(node.uri(), node.port()));
            Finding onePartition = Surgery.found(Check.REDIS_CLUSTER, environment);
            assertThat(onePartition.severity()).isEqualTo(Severity.WARN);
            assertThat(onePartition.fix()).startsWith("CACHE_PARTITIONS=64");

            surgery.console.on(
                    node,
                    redis -> redis.aclSetuser(
                            "worker",
                            AclSetuserArgs.Builder.on()
                                    .addPassword("secret")
                                    .keyPattern("lockstep:*")
                                    .allCommands()
                                    .removeCommand(CommandType.CLUSTER)));
            environment.put("REDIS_URL", "redis://worker:secret@127.0.0.1:" + node.port());
            assertThat(Surgery.found(Check.REDIS_ACL, environment).fix())
                    .isEqualTo("ACL SETUSER worker +cluster|nodes");
        }
    }

    @Test
    void aClusterAsItShouldBe() {
        try (RedisCluster cluster = RedisCluster.start()) {
            String urls = cluster.uris().stream().map(URI::toString).collect(Collectors.joining(","));

            List<Finding> findings = Surgery.examine(surgery.environment("REDIS_URL", urls, "CACHE_PARTITIONS", "64"));

            assertThat(Surgery.found(Check.REDIS_SLOTS, findings).found()).isEqualTo("16384 of 16384 slots are served");
            assertThat(Surgery.found(Check.STEP_WATERMARK, findings).found()).startsWith("no worker has been here yet");
            assertThat(new Report(findings).exitCode()).isZero();
        }
    }

    @Test
    void aKeyOfAnotherType() {
        surgery.onRedis(redis -> redis.set("lockstep:{0}:watermark", "somebody else's"));

        Finding finding = Surgery.found(Check.REDIS_KEYS, surgery.environment());
        surgery.paste(finding.fix());

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fix()).startsWith("redis-cli DEL 'lockstep:{0}:watermark'");
        assertThat(Surgery.found(Check.REDIS_KEYS, surgery.environment()).severity())
                .isEqualTo(Severity.OK);
    }

    private static String writes(RedisCommands<String, String> redis) {
        return redis.info("persistence")
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save"))
                .findFirst()
                .orElseThrow();
    }
}
