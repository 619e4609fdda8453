package dev.lockstep.simulation;

import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Rule;
import java.util.EnumSet;
import java.util.Optional;

/** Runs many seeds, or shows one of them step by step. */
public final class Simulate {

    private static final int USUAL = 100_000;

    private Simulate() {}

    /**
     * From the command line.
     *
     * @param args how many seeds, the first of them, and the names of mistakes to plant; all may be left out. One seed
     *     alone is shown step by step
     */
    public static void main(String[] args) {
        long seeds = args.length > 0 ? Long.parseLong(args[0]) : USUAL;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 0;
        EnumSet<Mistake> planted = EnumSet.noneOf(Mistake.class);
        for (int i = 2; i < args.length; i++) {
            planted.add(Mistake.valueOf(args[i]));
        }
        Rule rule = Rule.with(planted);
        long began = System.nanoTime();
        Optional<Long> failing = seeds == 1 ? Optional.of(first) : firstFailing(first, seeds, rule);
        double seconds = (System.nanoTime() - began) / 1e9;
        failing.ifPresentOrElse(
                seed -> show(seed, rule),
                () -> System.out.printf(
                        "%,d seeds from %d, every promise kept, %.1f s, %,.0f seeds/s%n",
                        seeds, first, seconds, seeds / seconds));
        if (failing.isPresent() && seeds > 1) {
            System.exit(1);
        }
    }

    static Optional<Long> firstFailing(long first, long seeds, Rule rule) {
        for (long seed = first; seed < first + seeds; seed++) {
            if (Simulation.run(seed, rule, new Trace(false)).isPresent()) {
                return Optional.of(seed);
            }
        }
        return Optional.empty();
    }

    private static void show(long seed, Rule rule) {
        Trace trace = new Trace(true);
        Optional<String> broken = Simulation.run(seed, rule, trace);
        trace.lines().forEach(System.out::println);
        System.out.printf("seed %d: %s%n", seed, broken.orElse("every promise kept"));
    }
}
