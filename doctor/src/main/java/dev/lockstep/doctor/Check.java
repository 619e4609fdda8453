package dev.lockstep.doctor;

/** Everything that is looked at. The names are for machines, so they stay; docs/operations.md has a section for each. */
enum Check {
    SETTINGS("settings", "settings"),

    SOURCE_REACHABLE("source.reachable", "mysql-does-not-answer"),
    SOURCE_LOGIN("source.login", "users"),
    SOURCE_VERSION("source.version", "versions"),
    SOURCE_WRITER("source.writer", "the-writer"),
    SOURCE_LOG_BIN("source.log-bin", "server-variables"),
    SOURCE_BINLOG_FORMAT("source.binlog-format", "server-variables"),
    SOURCE_SESSIONS("source.sessions", "sessions-of-another-format"),
    SOURCE_ROW_IMAGE("source.binlog-row-image", "server-variables"),
    SOURCE_ROW_VALUES("source.binlog-row-value-options", "server-variables"),
    SOURCE_GTID_MODE("source.gtid-mode", "server-variables"),
    SOURCE_TAGGED_GTIDS("source.tagged-gtids", "gtids-with-tags"),
    SOURCE_COMMIT_ORDER("source.binlog-order-commits", "server-variables"),
    SOURCE_RETENTION("source.binlog-retention", "retention"),
    SOURCE_COMPRESSION("source.binlog-compression", "compressed-and-encrypted-binlogs"),
    SOURCE_ENCRYPTION("source.binlog-encryption", "compressed-and-encrypted-binlogs"),
    SOURCE_PACKET("source.max-allowed-packet", "large-rows"),
    SOURCE_PRIVILEGES("source.privileges", "users"),
    SOURCE_SERVER_ID("source.server-id", "server-ids"),
    SOURCE_TABLES("source.tables", "tables"),
    SOURCE_CASCADES("source.cascades", "cascades"),

    REDIS_REACHABLE("redis.reachable", "redis-does-not-answer"),
    REDIS_LOGIN("redis.login", "redis"),
    REDIS_VERSION("redis.version", "versions"),
    REDIS_PRIMARY("redis.primary", "the-primary"),
    REDIS_CLUSTER("redis.cluster", "cluster-and-partitions"),
    REDIS_SLOTS("redis.slots", "cluster-and-partitions"),
    REDIS_EVICTION("redis.eviction", "redis"),
    REDIS_MEMORY("redis.memory", "redis"),
    REDIS_PERSISTENCE("redis.persistence", "redis"),
    REDIS_ACL("redis.acl", "redis"),
    REDIS_KEYS("redis.keys", "keys-of-another-type"),

    STEP_WATERMARK("step.watermark", "watermarks"),
    STEP_EPOCH("step.epoch", "watermarks"),
    STEP_SERVER("step.server", "another-server"),
    STEP_OFFSET("step.offset", "retention"),
    STEP_SHAPES("step.shapes", "shapes"),
    STEP_ACTIVE("step.active", "one-active-worker-others-stand-by"),
    STEP_LAG("step.lag", "lag"),

    CLOCK_SOURCE("clock.source", "clocks"),
    CLOCK_REDIS("clock.redis", "clocks"),
    LATENCY_SOURCE("latency.source", "latency"),
    LATENCY_REDIS("latency.redis", "latency");

    private final String id;
    private final String anchor;

    Check(String id, String anchor) {
        this.id = id;
        this.anchor = anchor;
    }

    String id() {
        return id;
    }

    /** Where docs/operations.md says more. */
    String anchor() {
        return anchor;
    }
}
