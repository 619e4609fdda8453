package dev.lockstep.testbed.app;

import java.net.URI;

/**
 * How the reading app reads.
 *
 * @param reader where reader-api is
 * @param readers requests at once
 * @param readsPerSecond of all readers together, at most
 * @param largestId it asks for ids from 1 to this, the small ones more often
 * @param rental whether it reads the tables of {@link RentalSchema} too, every other time
 */
public record ReadingOptions(URI reader, long seed, int readers, int readsPerSecond, int largestId, boolean rental) {

    /** For heroes only. */
    public ReadingOptions(URI reader, long seed, int readers, int readsPerSecond, int largestId) {
        this(reader, seed, readers, readsPerSecond, largestId, false);
    }
}
