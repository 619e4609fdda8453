package dev.lockstep.doctor;

import java.time.Duration;

/** Whether Redis keeps what must be kept and has room for the rest. */
final class RedisRoom {

    private static final int NEARLY_FULL = 90;

    private static final String PARAMETER_GROUP = "  (and in redis.conf; on ElastiCache in the parameter group)";

    private final RedisFacts redis;
    private final String node;
    private final Findings findings;

    /** Of one server, which is called {@code node} in what is found. */
    RedisRoom(RedisFacts redis, String node, Findings findings) {
        this.redis = redis;
        this.node = node;
        this.findings = findings;
    }

    /** A watermark has no time to live, so {@code volatile-*} never evicts it. */
    void look(Duration timeToLive) {
        if (!redis.hasInfo()) {
            String why = "the user may not run INFO, and need not; as an administrator: redis-cli INFO memory";
            findings.notChecked(Check.REDIS_EVICTION, why);
            findings.notChecked(Check.REDIS_MEMORY, why);
            findings.notChecked(Check.REDIS_PERSISTENCE, why);
            return;
        }
        eviction(timeToLive);
        memory();
        persistence();
    }

    private void eviction(Duration timeToLive) {
        String policy = redis.text("maxmemory_policy");
        String found = "%s: maxmemory-policy %s".formatted(node, policy);
        if (policy.startsWith("allkeys-")) {
            findings.error(
                    Check.REDIS_EVICTION,
                    found + " may evict a watermark, and with it everything",
                    "CONFIG SET maxmemory-policy volatile-lru" + PARAMETER_GROUP);
        } else if (policy.startsWith("volatile-") && timeToLive.isZero()) {
            findings.warn(
                    Check.REDIS_EVICTION,
                    found + " and CACHE_TTL=0s: entries have no time to live, so nothing can be evicted",
                    "CACHE_TTL=24h, or room for all that is read and CONFIG SET maxmemory-policy noeviction");
        } else {
            findings.ok(Check.REDIS_EVICTION, found);
        }
    }

    private void memory() {
        long used = redis.number("used_memory");
        long most = redis.number("maxmemory");
        if (most == 0) {
            findings.info(
                    Check.REDIS_MEMORY,
                    "%s: %d MB used, maxmemory 0: it grows until the machine has no more".formatted(node, mega(used)),
                    "CONFIG SET maxmemory 2gb" + PARAMETER_GROUP + ", or what the machine has");
            return;
        }
        String found = "%s: %d of %d MB used".formatted(node, mega(used), mega(most));
        boolean full = used * 100 > most * NEARLY_FULL;
        if (full && redis.text("maxmemory_policy").equals("noeviction")) {
            findings.warn(
                    Check.REDIS_MEMORY,
                    found + ", and with noeviction changes are refused once it is full",
                    "CONFIG SET maxmemory " + (mega(used) * 2 + 1) + "mb" + PARAMETER_GROUP
                            + ", or a shorter CACHE_TTL, or maxmemory-policy volatile-lru");
        } else {
            findings.ok(Check.REDIS_MEMORY, full ? found + "; it evicts" : found);
        }
    }

    private void persistence() {
        findings.info(
                Check.REDIS_PERSISTENCE,
                "%s: append-only file %s, %d replicas; neither is needed, what is lost is read from the database again"
                        .formatted(
                                node,
                                redis.text("aof_enabled").equals("1") ? "on" : "off",
                                redis.number("connected_slaves")),
                "");
    }

    private static long mega(long bytes) {
        return bytes / (1024 * 1024);
    }
}
