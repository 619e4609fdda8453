package dev.lockstep.cache.table;

/**
 * A column of a table.
 *
 * @param fraction how many digits of a second are kept, 0 to 6; 0 for other types
 * @param width in bytes for BINARY, which is padded with zeros to it; 0 for other types
 */
public record Column(String name, ColumnType type, int fraction, int width) {}
