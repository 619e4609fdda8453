package dev.lockstep.simulation.conformance;

import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of the simulation and the scripts on a real Redis decide alike, call by call. */
final class ConformanceIT {

    /** As strings and as hashes, with a stream of changes and without. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    void theModelDecidesAsTheScriptsDo(boolean hashed, boolean tells) {
        try (RedisServer server = RedisServer.start(RedisOptions.DEFAULT.asProcess())) {
            Histories.play(server.uri(), hashed, tells);
        }
    }
}
