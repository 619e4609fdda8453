package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.RowKey;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What the scripts are called with, as they read it. */
final class Arguments {

    static final byte[] NONE = {'0'};
    static final byte[] YES = {'1'};
    static final byte[] EMPTY = {};

    private static final byte[] NO_COLUMNS = bytes("[]");

    private Arguments() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] millis(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a time of %s (expected: 0 or more)".formatted(duration));
        }
        // What is shorter than Redis can count must not become "none".
        return duration.isZero() ? NONE : bytes(Long.toString(Math.max(1, duration.toMillis())));
    }

    /**
     * How long a row lives. Up to a tenth is taken off at random, so that what is written together does not end together.
     *
     * @param usual where its table has no time of its own; zero for none
     */
    static byte[] life(RowKey key, Duration usual) {
        return millis(shortened(key.place().timeToLive().orElse(usual)));
    }

    /** An entry without a row has none, in a hash as in a string. */
    static byte[] noColumns(RowKey key) {
        return key.place().hashed() ? NO_COLUMNS : EMPTY;
    }

    private static Duration shortened(Duration timeToLive) {
        long tenth = timeToLive.toMillis() / 10;
        return tenth <= 0
                ? timeToLive
                : timeToLive.minusMillis(ThreadLocalRandom.current().nextLong(tenth));
    }
}
