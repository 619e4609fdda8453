package dev.lockstep.reader.source;

import java.util.Optional;

/**
 * What a read found.
 *
 * @param row empty where there is none
 * @param seen every transaction that it may have seen, and perhaps some more, as MySQL writes a set; empty where the server
 *     keeps none
 */
public record Found(Optional<SourceRow> row, String seen) {}
