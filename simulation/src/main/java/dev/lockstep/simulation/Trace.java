package dev.lockstep.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, step by step, if anybody wants to read it. */
final class Trace {

    private final boolean wanted;
    private final List<String> lines = new ArrayList<>();
    private int step;

    Trace(boolean wanted) {
        this.wanted = wanted;
    }

    void step(int number) {
        step = number;
    }

    /** Notes what somebody did; the words are only made if they are wanted. */
    void say(String who, Supplier<String> what) {
        if (wanted) {
            lines.add("%4d  %-8s %s".formatted(step, who, what.get()));
        }
    }

    List<String> lines() {
        return lines;
    }
}
