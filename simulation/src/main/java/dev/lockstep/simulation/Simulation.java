package dev.lockstep.simulation;

import dev.lockstep.simulation.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One schedule, wholly determined by its seed: a world, its actors and its faults, then an end without faults at which
 * everything must be right and fillable.
 */
final class Simulation {

    private static final int LONGEST_END = 4_000;

    private final World world;
    private final Judge judge;
    private final Faults faults;
    private final Trace trace;
    private final SplittableRandom random;
    private final List<Worker> workers;
    private final List<Reader> readers = new ArrayList<>();
    private final int steps;

    private Simulation(long seed, Rule rule, Trace trace) {
        this.trace = trace;
        this.random = new SplittableRandom(seed);
        int keys = 1 + random.nextInt(3);
        int partitions = 1 + random.nextInt(Math.min(2, keys));
        this.world = new World(random, rule, trace, keys, partitions);
        this.judge = world.judge();
        this.faults = new Faults(world, judge);
        this.workers = List.of(new Worker(world, "w0"), new Worker(world, "w1"));
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            readers.add(new Reader(world, "r" + i));
        }
        this.steps = 80 + random.nextInt(320);
    }

    /** What a seed came to: empty where every promise was kept. */
    static Optional<String> run(long seed, Rule rule, Trace trace) {
        try {
            new Simulation(seed, rule, trace).run();
            return Optional.empty();
        } catch (BrokenPromise broken) {
            String what = String.valueOf(broken.getMessage());
            trace.say("BROKEN", () -> what);
            return Optional.of(what);
        }
    }

    private void run() {
        Schedule schedule = schedule();
        for (int i = 0; i < steps; i++) {
            world.tick();
            schedule.next();
            judge.look();
        }
        end();
    }

    private Schedule schedule() {
        Source source = world.source();
        boolean second = random.nextInt(3) == 0;
        return new Schedule(random)
                .always(10, source::write)
                .always(10, source::show)
                .always(10, () -> source.acknowledge(world.moment()))
                .always(40, () -> step(workers.getFirst()))
                .always(20, () -> deliver(workers.getFirst()))
                .always(second ? 20 : 1, () -> step(workers.getLast()))
                .always(second ? 10 : 1, () -> deliver(workers.getLast()))
                .always(40, this::stepReader)
                .perhaps(4, source::rotate)
                .perhaps(4, faults::evict)
                .perhaps(8, faults::sweep)
                .perhaps(2, faults::evictMark)
                .perhaps(3, faults::fallBack)
                .perhaps(2, faults::flush)
                .perhaps(2, faults::failOver)
                .perhaps(2, faults::failOverWithLoss)
                .perhaps(1, faults::restore)
                .perhaps(2, faults::purge)
                .perhaps(3, () -> faults.kill(workers))
                .perhaps(10, () -> faults.killBetweenOpens(workers))
                .perhaps(3, () -> faults.pause(workers))
                .perhaps(6, () -> faults.holdUp(readers))
                .perhaps(3, () -> faults.killReader(readers));
    }

    private void step(Worker worker) {
        if (worker.isAwake()) {
            worker.step();
        }
    }

    private void deliver(Worker worker) {
        if (worker.isAwake()) {
            worker.deliver();
        }
    }

    private void stepReader() {
        Reader reader = readers.get(random.nextInt(readers.size()));
        if (reader.isAwake()) {
            reader.step();
        }
    }

    /** No more faults and no more writes: one worker catches up, and the slowest reader comes to its end. */
    private void end() {
        trace.say("end", () -> "no more faults, no more writes");
        workers.getLast().kill();
        workers.forEach(Worker::wake);
        readers.forEach(Reader::wake);
        for (int i = 0; !isDone(); i++) {
            if (i > LONGEST_END) {
                throw new BrokenPromise("convergence: the worker does not catch up");
            }
            quietStep();
        }
        for (Reader reader : readers) {
            finish(reader);
        }
        judge.compare();
        Reader last = new Reader(world, "last");
        for (int key = 0; key < world.keys(); key++) {
            refill(last, key);
        }
        judge.compare();
    }

    private boolean isDone() {
        return world.source().isQuiet() && workers.getFirst().isInStep();
    }

    private void quietStep() {
        world.tick();
        switch (random.nextInt(8)) {
            case 0 -> world.source().show();
            case 1 -> world.source().acknowledge(world.moment());
            case 2 -> workers.getLast().deliver();
            case 3, 4 -> workers.getFirst().deliver();
            case 5 -> stepReader();
            default -> workers.getFirst().step();
        }
        judge.look();
    }

    private void finish(Reader reader) {
        while (!reader.isIdle()) {
            world.tick();
            reader.step();
            judge.look();
        }
    }

    /** Nobody is left who could hold a lease; if one stands, its time is over. */
    private void refill(Reader reader, int key) {
        if (world.of(key).read(key) instanceof dev.lockstep.simulation.model.Entry.Leased) {
            world.of(key).evict(key);
        }
        for (int i = 0; world.of(key).counting(key) == null; i++) {
            if (i > 10) {
                throw new BrokenPromise("convergence: k%d cannot be filled".formatted(key));
            }
            reader.wants(key);
            finish(reader);
        }
    }
}
