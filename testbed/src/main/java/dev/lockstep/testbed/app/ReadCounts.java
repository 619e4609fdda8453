package dev.lockstep.testbed.app;

import java.util.OptionalLong;

/**
 * What the reading app has seen so far.
 *
 * @param reads answers of any kind
 * @param fromRedis rows and absences that Redis answered for
 * @param failed answers that were neither a row nor its absence, and no answer at all
 * @param lastFailure what the latest of these said, with its status; empty where none failed
 * @param lastStalenessMillis the age bound of the latest answer; empty where it was not known
 * @param worstStalenessMillis the largest one, 0 where none was known
 */
public record ReadCounts(
        long reads,
        long fromRedis,
        long failed,
        String lastFailure,
        OptionalLong lastStalenessMillis,
        long worstStalenessMillis) {}
