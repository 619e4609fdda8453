package dev.lockstep.cache.redis;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.RowKey;
import java.util.Optional;

/**
 * What a reader found in the database under a lease.
 *
 * @param seenUpTo the end of the binlog after the read
 * @param document the row, or empty where there is none
 */
public record Filling(RowKey key, LeaseOutcome.Granted lease, Coordinate seenUpTo, Optional<Document> document) {}
