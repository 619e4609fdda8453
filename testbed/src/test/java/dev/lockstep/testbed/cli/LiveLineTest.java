package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.WriteCounts;
import dev.lockstep.testbed.cli.LiveLine.Tick;
import java.time.Duration;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class LiveLineTest {

    private static final Tick BEFORE = tick(1_000, 100, new ReadCounts(50, 10, 0, "", OptionalLong.of(9), 9));

    @Test
    void saysWhatHappenedInBetween() {
        Tick after = tick(3_000, 2_600, new ReadCounts(450, 402, 0, "", OptionalLong.of(120), 300));
        Histogram visible = new Histogram(3);
        visible.recordValue(1_200_000);
        visible.recordValue(1_200_000);
        visible.recordValue(14_300_000);
        assertThat(LiveLine.between(BEFORE, after, visible).text())
                .isEqualTo("     3s      1,250              1.2 ms    14.3 ms       200         98 %      120 ms");
    }

    @Test
    void saysWhereThereIsNothingToSay() {
        Tick after = tick(2_000, 100, new ReadCounts(50, 10, 3, "", OptionalLong.empty(), 9));
        assertThat(LiveLine.between(BEFORE, after, new Histogram(3)).text())
                .isEqualTo("     2s          0                   -          -         0            -     unknown");
    }

    @Test
    void standsBelowItsHeader() {
        String line = LiveLine.between(BEFORE, BEFORE, new Histogram(3)).text();
        assertThat(line).hasSameSizeAs(LiveLine.HEADER);
    }

    private static Tick tick(long millis, long rows, ReadCounts reads) {
        return new Tick(Duration.ofMillis(millis), new WriteCounts(rows, rows, 0), reads);
    }
}
