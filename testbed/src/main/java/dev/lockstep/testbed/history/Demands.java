package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one reader demands: mostly nothing, otherwise each thing that can be demanded in its turn. Not thread safe. */
final class Demands {

    private static final int LEAST_BOUND_MILLIS = 20;
    private static final int MOST_BOUND_MILLIS = 1_000;

    private final Random random;
    private final Supplier<@Nullable String> committed;

    /** For each key what its last answer said about itself. */
    private final Map<Integer, String> positions = new HashMap<>();

    /**
     * Demands that follow from the seed.
     *
     * @param committed the token of a write that was committed a moment ago, or nothing
     */
    Demands(long seed, Supplier<@Nullable String> committed) {
        this.random = new Random(seed);
        this.committed = committed;
    }

    Demand next(int key) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Demand(random.nextInt(LEAST_BOUND_MILLIS, MOST_BOUND_MILLIS), null, false);
            case 3, 4, 5 -> new Demand(Operation.UNBOUNDED, committed.get(), false);
            case 6, 7, 8 -> new Demand(Operation.UNBOUNDED, positions.get(key), false);
            case 9 -> new Demand(Operation.UNBOUNDED, null, true);
            default -> Demand.NONE;
        };
    }

    void note(Answer answer) {
        if (answer.position() != null) {
            positions.put(answer.key(), answer.position());
        }
    }
}
