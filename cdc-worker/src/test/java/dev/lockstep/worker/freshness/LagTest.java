package dev.lockstep.worker.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LagTest {

    private static final Coordinate END = new Coordinate(1, 400);

    private final Lag lag = new Lag();

    @Test
    void whatIsProvedOfAMinuteAgoIsAMinuteOld() {
        lag.fresh(
                END,
                Position.before(1, END),
                System.nanoTime() - Duration.ofMinutes(1).toNanos());

        assertThat(lag.sinceFresh()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(lag.sinceApplied()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatIsForgottenWasNeverProved() {
        lag.fresh(END, Position.before(1, END), System.nanoTime());
        lag.forget();

        assertThat(lag.sinceFresh()).isGreaterThan(Duration.ofDays(365));
        assertThat(lag.describe()).contains("nothing proved yet");
    }
}
