package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.simulation.model.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule as it is keeps every promise, whatever the schedule; and a schedule is nothing but its seed. */
final class PromisesTest {

    private static final long SEEDS = 20_000;

    @Test
    void everyPromiseIsKeptUnderEverySchedule() {
        assertThat(Simulate.firstFailing(0, SEEDS, Rule.sound()))
                .as("a seed that breaks a promise; Simulate 1 <seed> shows it step by step")
                .isEmpty();
    }

    @Test
    void aSeedIsAlwaysTheSameSchedule() {
        assertThat(trace(7)).isNotEmpty().isEqualTo(trace(7)).isNotEqualTo(trace(8));
    }

    private static List<String> trace(long seed) {
        Trace trace = new Trace(true);
        assertThat(Simulation.run(seed, Rule.sound(), trace)).isEmpty();
        return trace.lines();
    }
}
