package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.history.HistoryLoad;
import dev.lockstep.testbed.history.Operation.Loss;
import dev.lockstep.testbed.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One fault after the other, each kind once before any comes again; after each it waits until everything is in step. */
public final class Campaign {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LEAST_CALM = 100;
    private static final int MOST_CALM = 1_000;

    private final HistoryLoad load;
    private final Battle battle;
    private final Consumer<Struck> witness;
    private final long start = System.nanoTime();
    private final List<Fault> bag = new ArrayList<>();
    private final List<Struck> struck = new ArrayList<>();

    /**
     * A campaign that has not begun.
     *
     * @param witness is told of each fault when it is over
     */
    public Campaign(Arena arena, HistoryLoad load, Recorder recorder, Random random, Consumer<Struck> witness) {
        this.load = load;
        this.battle = new Battle(arena, recorder, random);
        this.witness = witness;
    }

    /** Every fault there is. */
    public static List<Fault> faults() {
        return Stream.of(ServiceFaults.all(), RedisFaults.all(), MySqlFaults.all(), LinkFaults.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Each of these faults, and then again, for a time; the last one may take longer.
     *
     * @return whether everything recovered, and the load went on; it ends with the first fault of which that is not so
     */
    public boolean run(List<Fault> faults, Duration time) throws Exception {
        while (System.nanoTime() - start < time.toNanos()) {
            battle.hold(LEAST_CALM, MOST_CALM);
            if (!strike(next(faults))) {
                return false;
            }
        }
        return true;
    }

    /** One fault, and the time after it; says whether everything has recovered. */
    public boolean strike(Fault fault) throws Exception {
        Duration at = Duration.ofNanos(System.nanoTime() - start);
        long from = battle.recorder().now();
        Fault.Cure cure = fault.attack().strike(battle);
        long curing = System.nanoTime();
        cure.run();
        boolean inStep = load.awaitInStep(PATIENCE);
        Optional<Duration> recovered =
                inStep ? Optional.of(Duration.ofNanos(System.nanoTime() - curing)) : Optional.empty();
        if (fault.evicts()) {
            battle.recorder().add(new Loss(fault.name(), from, battle.recorder().now()));
        }
        Struck done = new Struck(fault.name(), at, recovered);
        struck.add(done);
        witness.accept(done);
        requireHealth();
        return inStep;
    }

    /** Every fault so far. */
    public List<Struck> struck() {
        return List.copyOf(struck);
    }

    private Fault next(List<Fault> faults) {
        if (bag.isEmpty()) {
            bag.addAll(faults);
            Collections.shuffle(bag, battle.random());
        }
        return bag.removeLast();
    }

    private void requireHealth() throws Exception {
        Optional<String> casualty = battle.arena().casualty();
        if (casualty.isPresent()) {
            throw new IllegalStateException(casualty.get());
        }
        Optional<Exception> failure = load.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
