package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.lookup.Doubt;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReaderMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReaderMetrics metrics = new ReaderMetrics(registry);

    @Test
    void everyMeterIsThereFromTheStart() {
        assertThat(registry.find("lockstep.reader.answers").counters())
                .hasSize(Source.values().length)
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
        assertThat(registry.find("lockstep.reader.bypasses").counters()).hasSize(Doubt.values().length);
        assertThat(registry.find("lockstep.reader.unanswered").counters()).hasSize(Lack.values().length);
        assertThat(registry.find("lockstep.reader.fills").counters()).hasSize(FillOutcome.values().length);
        assertThat(staleness()).isNaN();
    }

    @Test
    void anAnswerIsCountedAndTimedByItsSource() {
        metrics.answered(absent(Source.MISS, Optional.of(Duration.ZERO)), 1_000_000);

        assertThat(registry.get("lockstep.reader.answers")
                        .tag("source", "miss")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.lookup")
                        .tag("source", "miss")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.answers")
                        .tag("source", "hit")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void aBatchIsManyRowsAndOneLookUp() {
        Answer hit = absent(Source.HIT, Optional.of(Duration.ofMillis(250)));
        metrics.answered(List.of(hit, hit, new Answer.Unavailable(Lack.BUDGET), hit), 1_000_000);

        assertThat(registry.get("lockstep.reader.answers")
                        .tag("source", "hit")
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("lockstep.reader.lookup")
                        .tag("source", "hit")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.unanswered")
                        .tag("lack", "budget")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(staleness()).isEqualTo(0.25);
    }

    @Test
    void theStalenessIsThatOfTheLastAnswerFromRedis() {
        metrics.answered(absent(Source.NEGATIVE, Optional.of(Duration.ofMillis(1500))), 1);
        metrics.answered(absent(Source.BYPASS, Optional.of(Duration.ZERO)), 1);
        assertThat(staleness()).isEqualTo(1.5);

        metrics.answered(absent(Source.NEGATIVE, Optional.empty()), 1);
        assertThat(staleness()).isNaN();
    }

    @Test
    void whatGoesWrongIsCountedByItsReason() {
        metrics.answered(new Answer.Unavailable(Lack.DATABASE), 1);
        metrics.doubted(Doubt.NOT_VISIBLE);
        metrics.filled(FillOutcome.REFUSED);
        metrics.databaseRead();

        assertThat(registry.get("lockstep.reader.unanswered")
                        .tag("lack", "database")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.bypasses")
                        .tag("reason", "not_visible")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.fills")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("lockstep.reader.database.reads").counter().count())
                .isEqualTo(1);
    }

    private double staleness() {
        return registry.get("lockstep.reader.staleness").gauge().value();
    }

    private static Answer absent(Source source, Optional<Duration> staleness) {
        return new Answer.Absent(new Answer.Proof(source, staleness, "", 0));
    }
}
