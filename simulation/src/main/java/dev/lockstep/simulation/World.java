package dev.lockstep.simulation;

import dev.lockstep.simulation.model.Partition;
import dev.lockstep.simulation.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What all actors share: the source, Redis, the clock, the dice. Keys are spread over the partitions by their number. */
final class World {

    private final SplittableRandom random;
    private final Rule rule;
    private final Trace trace;
    private final Source source;
    private final int keys;
    private final List<Partition> partitions = new ArrayList<>();
    private final Continuation continuation;
    private final Judge judge;
    private int moment;
    private int tokens;
    private long offsetApart;

    World(SplittableRandom random, Rule rule, Trace trace, int keys, int partitions) {
        this.random = random;
        this.rule = rule;
        this.trace = trace;
        this.keys = keys;
        this.source = new Source(keys, random, trace);
        this.continuation = new Continuation(rule);
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Partition(keys, rule, true));
        }
        this.judge = new Judge(this);
    }

    SplittableRandom random() {
        return random;
    }

    Rule rule() {
        return rule;
    }

    Trace trace() {
        return trace;
    }

    Source source() {
        return source;
    }

    int keys() {
        return keys;
    }

    List<Partition> partitions() {
        return partitions;
    }

    int partitionOf(int key) {
        return key % partitions.size();
    }

    Partition of(int key) {
        return partitions.get(partitionOf(key));
    }

    Continuation continuation() {
        return continuation;
    }

    Judge judge() {
        return judge;
    }

    /** The clock: one step, one moment. */
    int moment() {
        return moment;
    }

    void tick() {
        moment++;
        trace.step(moment);
    }

    /** Something that nobody else has. */
    String unique(String prefix) {
        return prefix + ++tokens;
    }

    /** Where the planted mistake keeps its offset. */
    long offsetApart() {
        return offsetApart;
    }

    void keepOffsetApart(long offset) {
        offsetApart = offset;
    }
}
