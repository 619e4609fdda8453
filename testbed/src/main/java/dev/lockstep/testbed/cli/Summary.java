package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.WriteCounts;
import dev.lockstep.testbed.measure.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a demo ends with.
 *
 * @param warmUp how much of the time is left out of the latencies
 * @param visible latencies in nanoseconds
 * @param notSeen changes that did not become visible in time
 * @param comparison empty where there was none
 */
record Summary(
        Duration time,
        Duration warmUp,
        WriteCounts writes,
        ReadCounts reads,
        Histogram visible,
        long notSeen,
        Optional<Comparison> comparison) {

    /** A reader can do without the thousandth. */
    private static final int MOST_DIFFERENCES = 20;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "Summary after %d s", time.toSeconds()));
        lines.add(String.format(
                Locale.ROOT,
                "  writes       %,d rows in %,d transactions, %,d more rolled back",
                writes.rows(),
                writes.transactions(),
                writes.rolledBack()));
        lines.add(String.format(Locale.ROOT, "  visible      %s", latencies()));
        lines.add(String.format(
                Locale.ROOT,
                "  reads        %,d, %s from Redis, %,d failed",
                reads.reads(),
                percent(reads.fromRedis(), reads.reads()),
                reads.failed()));
        lines.add(String.format(Locale.ROOT, "  staleness    at most %,d ms", reads.worstStalenessMillis()));
        comparison.ifPresent(result -> add(result, lines));
        return lines;
    }

    private String latencies() {
        if (visible.getTotalCount() == 0) {
            return "never seen";
        }
        String late = notSeen == 0 ? "" : String.format(Locale.ROOT, ", %,d not seen in time", notSeen);
        return String.format(
                Locale.ROOT,
                "p50 %s, p99 %s, max %s after the commit (%,d measured%s)%s",
                Millis.ofNanos(visible.getValueAtPercentile(50)),
                Millis.ofNanos(visible.getValueAtPercentile(99)),
                Millis.ofNanos(visible.getMaxValue()),
                visible.getTotalCount(),
                warmUp.isZero() ? "" : " from second %d on".formatted(warmUp.toSeconds() + 1),
                late);
    }

    private static void add(Comparison result, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "  compared     %,d rows with Redis: %,d equal, %,d not cached; %,d known to be absent",
                result.rows(),
                result.equal(),
                result.notCached(),
                result.absent()));
        lines.add(String.format(
                Locale.ROOT, "  differences  %,d", result.differences().size()));
        result.differences().stream().limit(MOST_DIFFERENCES).forEach(each -> lines.add("    " + each));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
