package dev.lockstep.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What can happen next, each with a weight that was drawn for this seed: some seeds know no failovers, others little else. */
final class Schedule {

    private final SplittableRandom random;
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Integer> upTo = new ArrayList<>();
    private int total;

    Schedule(SplittableRandom random) {
        this.random = random;
    }

    /** Something that always goes on, more or less often. */
    Schedule always(int weight, Runnable action) {
        return add(1 + weight / 2 + random.nextInt(weight), action);
    }

    /** A fault that this seed may know or not. */
    Schedule perhaps(int weight, Runnable action) {
        return random.nextInt(5) < 2 ? add(1 + random.nextInt(weight), action) : this;
    }

    void next() {
        int draw = random.nextInt(total);
        int at = 0;
        while (draw >= upTo.get(at)) {
            at++;
        }
        actions.get(at).run();
    }

    private Schedule add(int weight, Runnable action) {
        total += weight;
        upTo.add(total);
        actions.add(action);
        return this;
    }
}
