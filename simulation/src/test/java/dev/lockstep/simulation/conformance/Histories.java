package dev.lockstep.simulation.conformance;

import java.net.URI;

/** Random histories of calls, each played to both sides until they differ. */
final class Histories {

    private static final int SEEDS = 150;
    private static final int CALLS = 60;

    private Histories() {}

    /**
     * Plays them all.
     *
     * @param hashed whether entries are hashes, and not strings
     * @param tells whether there is a stream of changes
     * @throws AssertionError naming the seed of the first that shows a difference
     */
    static void play(URI redis, boolean hashed, boolean tells) {
        try (BothSides sides = new BothSides(redis, new Rows(hashed), tells)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                play(sides, seed);
            }
        }
    }

    private static void play(BothSides sides, long seed) {
        try {
            new CallHistory(sides, seed).play(CALLS);
        } catch (AssertionError difference) {
            throw new AssertionError("history of seed " + seed, difference);
        }
    }
}
