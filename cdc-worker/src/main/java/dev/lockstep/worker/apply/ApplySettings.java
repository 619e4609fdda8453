package dev.lockstep.worker.apply;

import java.time.Duration;

/**
 * The bounds of the way to Redis.
 *
 * @param batchRows rows in one call at the most; Redis serves nobody else while it runs one
 * @param batchBytes about how many bytes of documents one call carries at the most
 * @param queueRows changes that wait to be put into a batch
 * @param queueBytes about how many bytes of values those have at the most
 * @param inFlight calls that have been sent and not answered, over all partitions
 * @param documentBytes a larger document is not cached; its row stays a miss
 * @param timeToLive of an entry; zero for none
 * @param idleFlush how often partitions without changes are told how far the stream is
 * @param sweptKeys how many keys a second are looked at for entries that no longer count; 0 for none
 */
public record ApplySettings(
        int batchRows,
        int batchBytes,
        int queueRows,
        int queueBytes,
        int inFlight,
        int documentBytes,
        Duration timeToLive,
        Duration idleFlush,
        int sweptKeys) {}
