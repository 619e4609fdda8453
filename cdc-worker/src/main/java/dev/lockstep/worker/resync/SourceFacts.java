package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Coordinate;

/**
 * What the source says of itself before a start.
 *
 * @param server its {@code @@server_uuid}
 * @param file the binlog file that is being written
 * @param end where that file ends
 * @param executed every transaction that is visible
 */
public record SourceFacts(String server, String file, Coordinate end, String executed) {}
