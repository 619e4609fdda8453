package dev.lockstep.simulation.conformance;

import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of the simulation and the scripts on a real Redis decide alike, call by call. */
final class ConformanceIT {

    private static final int SEEDS = 150;
    private static final int CALLS = 60;

    /** As strings and as hashes, with a stream of changes and without. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    void theModelDecidesAsTheScriptsDo(boolean hashed, boolean tells) {
        try (RedisServer server = RedisServer.start(RedisOptions.DEFAULT.asProcess());
                BothSides sides = new BothSides(server.uri(), new Rows(hashed), tells)) {
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
