package dev.lockstep.testbed.app;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts answers by what their headers say. Thread safe. */
final class ReadTally {

    private static final long UNKNOWN = -1;
    private static final Set<Integer> EXPECTED = Set.of(200, 404);
    private static final Set<String> FROM_REDIS = Set.of("hit", "negative", "coalesced");

    private final LongAdder reads = new LongAdder();
    private final LongAdder fromRedis = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");
    private final AtomicLong lastStaleness = new AtomicLong(UNKNOWN);
    private final LongAccumulator worstStaleness = new LongAccumulator(Math::max, 0);

    void answered(int status, HttpHeaders headers, byte[] body) {
        reads.increment();
        if (!EXPECTED.contains(status)) {
            failed("%d %s".formatted(status, new String(body, StandardCharsets.UTF_8)));
        }
        String source = headers.firstValue("Lockstep-Source").orElse("").toLowerCase(Locale.ROOT);
        if (FROM_REDIS.contains(source)) {
            fromRedis.increment();
        }
        long staleness = millis(headers.firstValue("Lockstep-Staleness").orElse(""));
        lastStaleness.set(staleness);
        worstStaleness.accumulate(staleness);
    }

    void failed(String why) {
        failed.increment();
        lastFailure.set(why);
    }

    ReadCounts counts() {
        long last = lastStaleness.get();
        return new ReadCounts(
                reads.sum(),
                fromRedis.sum(),
                failed.sum(),
                lastFailure.get(),
                last == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(last),
                worstStaleness.get());
    }

    private static long millis(String text) {
        return text.matches("\\d{1,15}ms") ? Long.parseLong(text.substring(0, text.length() - 2)) : UNKNOWN;
    }
}
