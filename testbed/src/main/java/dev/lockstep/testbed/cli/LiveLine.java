package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.WriteCounts;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What happened in one second or so, as one line of a table.
 *
 * @param elapsed since the start
 * @param length of what is summed up here
 * @param visible latencies in nanoseconds
 */
record LiveLine(
        Duration elapsed,
        Duration length,
        long writes,
        long reads,
        long fromRedis,
        OptionalLong stalenessMillis,
        Histogram visible) {

    static final String HEADER = "   time   writes/s   visible after p50        p99   reads/s   from Redis   staleness";

    /** What lies between two counts. */
    static LiveLine between(Tick from, Tick to, Histogram visible) {
        return new LiveLine(
                to.elapsed(),
                to.elapsed().minus(from.elapsed()),
                to.writes().rows() - from.writes().rows(),
                to.reads().reads() - from.reads().reads(),
                to.reads().fromRedis() - from.reads().fromRedis(),
                to.reads().lastStalenessMillis(),
                visible);
    }

    /** The counts at one moment. */
    record Tick(Duration elapsed, WriteCounts writes, ReadCounts reads) {}

    String text() {
        return String.format(
                Locale.ROOT,
                "%6ds %10s %19s %10s %9s %12s %11s",
                Math.round(elapsed.toMillis() / 1000.0),
                perSecond(writes),
                percentile(50),
                percentile(99),
                perSecond(reads),
                reads == 0 ? "-" : Math.round(100.0 * fromRedis / reads) + " %",
                stalenessMillis.isPresent() ? stalenessMillis.getAsLong() + " ms" : "unknown");
    }

    private String perSecond(long count) {
        return String.format(Locale.ROOT, "%,d", Math.round(1000.0 * count / Math.max(1, length.toMillis())));
    }

    private String percentile(double percentile) {
        return visible.getTotalCount() == 0 ? "-" : Millis.ofNanos(visible.getValueAtPercentile(percentile));
    }
}
