package dev.lockstep.simulation.model;

import java.util.EnumSet;
import java.util.Set;

/** The rule with the mistakes that were planted in it. */
public final class Rule {

    private final EnumSet<Mistake> planted;

    private Rule(EnumSet<Mistake> planted) {
        this.planted = planted;
    }

    /** As it should be. */
    public static Rule sound() {
        return new Rule(EnumSet.noneOf(Mistake.class));
    }

    public static Rule with(Set<Mistake> mistakes) {
        EnumSet<Mistake> planted = EnumSet.noneOf(Mistake.class);
        planted.addAll(mistakes);
        return new Rule(planted);
    }

    public boolean has(Mistake mistake) {
        return planted.contains(mistake);
    }
}
