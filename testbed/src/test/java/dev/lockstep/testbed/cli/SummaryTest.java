package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.WriteCounts;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.measure.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class SummaryTest {

    @Test
    void saysWhatWasMeasuredAndCompared() {
        Histogram visible = new Histogram(3);
        visible.recordValue(1_100_000);
        visible.recordValue(2_000_000);
        Comparison equal = new Comparison(612, 540, 72, 40, List.of());
        assertThat(summary(visible, Optional.of(equal)).lines())
                .containsExactly(
                        "Summary after 20 s",
                        "  writes       6,012 rows in 3,000 transactions, 120 more rolled back",
                        "  visible      p50 1.1 ms, p99 2.0 ms, max 2.0 ms after the commit (2 measured from second 6 on)",
                        "  reads        4,000, 93.1 % from Redis, 2 failed",
                        "  staleness    at most 410 ms",
                        "  compared     612 rows with Redis: 540 equal, 72 not cached; 40 known to be absent",
                        "  differences  0");
    }

    @Test
    void showsTheFirstDifferencesAndCountsAll() {
        List<Difference> differences = IntStream.range(0, 100)
                .mapToObj(id -> (Difference)
                        new Difference.SaidToBePresent(new RowKey(new TableName("heroes", "hero"), "" + id), "{}"))
                .toList();
        List<String> lines = summary(new Histogram(3), Optional.of(new Comparison(9, 9, 0, 0, differences)))
                .lines();
        assertThat(lines).contains("  differences  100", "    heroes.hero 0: Redis has {}, the table has none");
        assertThat(lines)
                .filteredOn(line -> line.contains("the table has none"))
                .hasSize(20);
    }

    @Test
    void withoutAComparisonThereIsNoneToReport() {
        assertThat(summary(new Histogram(3), Optional.empty()).lines())
                .contains("  visible      never seen")
                .noneMatch(line -> line.contains("compared") || line.contains("differences"));
    }

    private static Summary summary(Histogram visible, Optional<Comparison> comparison) {
        return new Summary(
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                new WriteCounts(6_012, 3_000, 120),
                new ReadCounts(4_000, 3_724, 2, "503 busy", OptionalLong.of(12), 410),
                visible,
                0,
                comparison);
    }
}
