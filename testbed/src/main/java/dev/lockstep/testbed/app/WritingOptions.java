package dev.lockstep.testbed.app;

/**
 * How the writing app writes.
 *
 * @param jdbcUrl of the server, without a schema
 * @param seed what it does follows from this and from the number of writers, but for who comes first
 * @param writers connections that write at once
 * @param rowsPerSecond of all writers together, at most
 * @param largestId it writes ids from {@link HeroTable#FIRST_OF_APP} to this, about half of which exist at a time
 * @param rental whether it writes to the tables of {@link RentalSchema} too, every other statement
 */
public record WritingOptions(
        String jdbcUrl,
        String user,
        String password,
        long seed,
        int writers,
        int rowsPerSecond,
        int largestId,
        boolean rental) {

    /** For heroes only. */
    public WritingOptions(
            String jdbcUrl, String user, String password, long seed, int writers, int rowsPerSecond, int largestId) {
        this(jdbcUrl, user, password, seed, writers, rowsPerSecond, largestId, false);
    }
}
