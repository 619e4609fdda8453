package dev.lockstep.testbed.app;

/**
 * How the writing app writes.
 *
 * @param jdbcUrl of the server, without a schema
 * @param seed what it does follows from this and from the number of writers, but for who comes first
 * @param writers connections that write at once
 * @param rowsPerSecond of all writers together, at most
 * @param largestId it writes ids from {@link HeroTable#FIRST_OF_APP} to this, about half of which exist at a time
 */
public record WritingOptions(
        String jdbcUrl, String user, String password, long seed, int writers, int rowsPerSecond, int largestId) {}
