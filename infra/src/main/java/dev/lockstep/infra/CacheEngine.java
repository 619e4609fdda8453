package dev.lockstep.infra;

import java.util.Locale;

/** What ElastiCache can run. Lockstep's own tests run on Redis 6.2 and 7.0. */
enum CacheEngine {
    REDIS("7.1", "redis7"),
    VALKEY("8.0", "valkey8");

    private final String version;
    private final String parameterFamily;

    CacheEngine(String version, String parameterFamily) {
        this.version = version;
        this.parameterFamily = parameterFamily;
    }

    /** Throws IllegalArgumentException for any other name. */
    static CacheEngine parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String version() {
        return version;
    }

    String parameterFamily() {
        return parameterFamily;
    }
}
