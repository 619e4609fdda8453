package dev.lockstep.reader.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CallerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whoIsFasterThanHeMayBeWasJustRefusedForAMoment() {
        AtomicInteger left = new AtomicInteger(1);
        Caller caller = new Caller("one", Permissions.ALL, () -> left.getAndDecrement() > 0);
        assertThat(caller.wasJustRefused()).isFalse();
        assertThat(caller.takesOneMore()).isTrue();
        assertThat(caller.wasJustRefused()).isFalse();

        assertThat(caller.takesOneMore()).isFalse();
        assertThat(caller.wasJustRefused()).isTrue();
        Eventually.holds(PATIENCE, () -> assertThat(caller.wasJustRefused()).isFalse());
    }

    @Test
    void whoIsNotAskedWhoHeIsIsNeverRefused() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Caller.ANYBODY.takesOneMore()).isTrue();
        }
        assertThat(Caller.ANYBODY.wasJustRefused()).isFalse();
    }
}
