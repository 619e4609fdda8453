package dev.lockstep.testbed.torture;

/**
 * Something that goes wrong.
 *
 * @param name for people; no two have the same
 * @param evicts whether Redis may lose single entries until everything has recovered
 * @param attack what is done
 */
public record Fault(String name, boolean evicts, Attack attack) {

    static Fault of(String name, Attack attack) {
        return new Fault(name, false, attack);
    }

    /** Over as soon as it has happened. */
    static Fault momentary(String name, Blow blow) {
        return of(name, battle -> {
            blow.strike(battle);
            return Fault::nothing;
        });
    }

    private static void nothing() {}

    /** Makes something go wrong. */
    @FunctionalInterface
    interface Attack {
        /** Leaves the damage to work for a while, then returns what removes the cause. */
        Cure strike(Battle battle) throws Exception;
    }

    /** An attack whose cause is gone at once. */
    @FunctionalInterface
    interface Blow {
        /** Returns when it is done. */
        void strike(Battle battle) throws Exception;
    }

    /** Removes the cause. */
    @FunctionalInterface
    interface Cure {
        /** Returns when the cause is gone; whether everything has recovered is for others to see. */
        void run() throws Exception;
    }
}
