package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClocksTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Findings findings = new Findings();
    private final Clocks clocks = new Clocks(findings);

    @Test
    void halfOfTheWayIsTakenOff() {
        Clocks.Reading reading = new Clocks.Reading(NOON, NOON.plusMillis(2000), NOON.plusMillis(2000));

        assertThat(reading.ahead()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void clocksThatAreApart() {
        clocks.skew(Check.CLOCK_REDIS, "Redis", new Clocks.Reading(NOON, NOON.minusSeconds(30), NOON));

        Finding finding = Surgery.found(Check.CLOCK_REDIS, findings.all());
        assertThat(finding.severity()).isEqualTo(Severity.WARN);
        assertThat(finding.found()).startsWith("Redis is 30 s behind");
        assertThat(finding.fix()).contains("time server");
    }

    @Test
    void oneSlowRoundTripIsNoDistance() {
        List<Duration> trips =
                Stream.of(900, 1, 2, 800, 1).map(Duration::ofMillis).toList();

        clocks.median(Check.LATENCY_REDIS, "Redis", Duration.ofMillis(10), trips);
        clocks.median(Check.LATENCY_SOURCE, "MySQL", Duration.ofMillis(1), trips);

        assertThat(Surgery.found(Check.LATENCY_REDIS, findings.all()).found()).contains("2.0 ms (median of 5)");
        assertThat(Surgery.found(Check.LATENCY_SOURCE, findings.all()).severity())
                .isEqualTo(Severity.INFO);
    }
}
