package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From what the engine makes of a column to the one Java type that {@link dev.lockstep.cache.table.ColumnType} names. */
final class ColumnValues {

    private ColumnValues() {}

    /** Throws IllegalArgumentException where the value is not one that the engine makes of such a column. */
    static @Nullable Object read(Column column, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return switch (column.type()) {
                case INTEGER -> whole(value);
                case DECIMAL -> (BigDecimal) value;
                case FLOAT -> ((Number) value).floatValue();
                case DOUBLE -> ((Number) value).doubleValue();
                case TEXT -> text((String) value);
                case CHOICE -> (String) value;
                case JSON, GEOMETRY, VECTOR -> bytes(value);
                case BYTES -> padded(bytes(value), column.width());
                case BITS -> bits(value);
                case DATE -> LocalDate.ofEpochDay((Long) value);
                case TIME -> Duration.of((Long) value, ChronoUnit.MICROS);
                case DATETIME -> LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
                case TIMESTAMP -> instant((Long) value);
            };
        } catch (ClassCastException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "column %s of type %s: a %s"
                            .formatted(
                                    column.name(),
                                    column.type(),
                                    value.getClass().getName()),
                    e);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private static String text(String value) {
        if (value == ColumnText.UNREADABLE) {
            throw new IllegalArgumentException("text whose characters only the server knows");
        }
        return value;
    }

    private static Object whole(Object value) {
        if (value instanceof BigDecimal decimal) {
            BigInteger whole = decimal.toBigIntegerExact();
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
        }
        return ((Number) value).longValue();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }

    /** The binlog leaves out the trailing zeros of BINARY. */
    private static byte[] padded(byte[] bytes, int width) {
        return bytes.length < width ? Arrays.copyOf(bytes, width) : bytes;
    }

    /** BIT(1) comes as a boolean, more bits as bytes with the lowest first. */
    private static BigInteger bits(Object value) {
        if (value instanceof Boolean bit) {
            return bit ? BigInteger.ONE : BigInteger.ZERO;
        }
        byte[] littleEndian = bytes(value);
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
