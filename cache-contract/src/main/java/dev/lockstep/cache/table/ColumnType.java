package dev.lockstep.cache.table;

/**
 * What a column holds, as far as its place in a document goes. Each kind has one Java type, the same whether the value
 * comes from the binlog or from a SELECT.
 */
public enum ColumnType {
    /** TINYINT to BIGINT, signed or not, and YEAR: {@link Long}, or {@link java.math.BigInteger} beyond it. */
    INTEGER,
    /** DECIMAL: {@link java.math.BigDecimal} with the declared scale. */
    DECIMAL,
    /** FLOAT: {@link Float}. */
    FLOAT,
    /** DOUBLE: {@link Double}. */
    DOUBLE,
    /** CHAR, VARCHAR, TEXT: {@link String}. */
    TEXT,
    /** ENUM, SET: {@link String}. */
    CHOICE,
    /** BINARY, VARBINARY, BLOB: {@code byte[]}. */
    BYTES,
    /** BIT: {@link java.math.BigInteger}, the first bit the highest. */
    BITS,
    /** DATE: {@link java.time.LocalDate}. */
    DATE,
    /** TIME, which in MySQL is a span of up to 838 hours to either side: {@link java.time.Duration}. */
    TIME,
    /** DATETIME: {@link java.time.LocalDateTime}. */
    DATETIME,
    /** TIMESTAMP: {@link java.time.Instant}. */
    TIMESTAMP,
    /** JSON: {@link String}, any rendering of the value, or {@code byte[]} as MySQL keeps it. */
    JSON,
    /** POINT to GEOMETRYCOLLECTION, and GEOMETRY: {@code byte[]} as MySQL keeps it, the SRID before well-known binary. */
    GEOMETRY,
    /** VECTOR: {@code byte[]} as MySQL keeps it, four bytes for each number. */
    VECTOR
}
