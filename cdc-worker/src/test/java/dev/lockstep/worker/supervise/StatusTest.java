package dev.lockstep.worker.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.worker.freshness.Lag;
import dev.lockstep.worker.resync.OtherServerException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StatusTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration NONE = Duration.ZERO;

    @Test
    void aRunThatHasProvedNothingYetIsCatchingUp() {
        Status status = new Status(new Lag(), LONG);
        status.running("going on");
        assertThat(status.phase()).isEqualTo(Phase.CATCHING_UP);
        assertThat(status.reason()).contains("going on", "nothing proved yet");
    }

    @Test
    void connectedWithNothingAppliedForTooLongIsStalled() {
        Status status = new Status(new Lag(), NONE);
        status.running("going on");
        assertThat(status.phase()).isEqualTo(Phase.STALLED);
    }

    @Test
    void whoStandsByNamesWhoIsActive() {
        Status status = new Status(new Lag(), LONG);
        status.standingBy("the other one");
        assertThat(status.phase()).isEqualTo(Phase.STANDBY);
        assertThat(status.reason()).contains("the other one");
    }

    @Test
    void troubleIsNamedAfterWhereItComesFrom() {
        assertThat(Trouble.of(new RuntimeException(new SQLException("gone"))).phase())
                .isEqualTo(Phase.SOURCE_LOST);
        assertThat(Trouble.of(new OtherServerException("a", "b")).phase()).isEqualTo(Phase.SOURCE_LOST);
        assertThat(Trouble.of(new Run.ReplacedException("the other one")).phase())
                .isEqualTo(Phase.FENCED);
        assertThat(Trouble.of(new IllegalStateException("of the driver")).phase())
                .isEqualTo(Phase.REDIS_LOST);
    }

    @Test
    void theInnermostCauseIsTheReason() {
        assertThat(Trouble.of(new RuntimeException("outside", new SQLException("inside")))
                        .reason())
                .contains("inside")
                .doesNotContain("outside");
    }
}
