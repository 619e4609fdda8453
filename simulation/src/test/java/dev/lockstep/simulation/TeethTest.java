package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Rule;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing proves nothing, unless it finds what is planted. */
final class TeethTest {

    private static final long SEEDS = 50_000;

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void aPlantedMistakeIsFound(Mistake mistake) {
        Rule rule = Rule.with(EnumSet.of(mistake));

        Optional<Long> seed = Simulate.firstFailing(0, SEEDS, rule);

        assertThat(seed)
                .as("a seed among the first %d that shows %s", SEEDS, mistake)
                .isPresent();
        String broken =
                Simulation.run(seed.orElseThrow(), rule, new Trace(false)).orElseThrow();
        System.out.printf("%-24s seed %6d: %s%n", mistake, seed.orElseThrow(), broken);
    }
}
