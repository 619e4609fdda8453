package dev.lockstep.endtoend.roads;

import dev.lockstep.cache.table.Column;
import dev.lockstep.worker.change.Change;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row with a value of every type, and the least that can be wrong with one. */
final class Planted {

    static final String TABLE = """
            CREATE TABLE planted (
              id INT PRIMARY KEY, big BIGINT UNSIGNED, made YEAR, price DECIMAL(65,30), f FLOAT, d DOUBLE,
              v VARCHAR(9), choice ENUM('a', 'b'), bin BINARY(4), bits BIT(64), day DATE, span TIME(6),
              local DATETIME(6), stamp TIMESTAMP(6) NULL, doc JSON, place POINT)""";

    static final String ROW = """
            INSERT INTO planted VALUES (1, 18446744073709551615, 2155, 1.5, 16777216, 1e300, 'ann', 'a', x'00',
              b'1', '2024-02-29', '-00:00:00.000001', '1000-01-01 00:00:00.000001', '2024-02-29 12:00:00.000001',
              '{"a": [1, 2.5]}', POINT(1, 2))""";

    private Planted() {}

    /** The same row with the value of one column changed a little. */
    static Change.RowWritten in(Change.RowWritten row, Column column) {
        int at = row.schema().columns().indexOf(column);
        List<@Nullable Object> values = new ArrayList<>(row.values());
        values.set(at, changed(Objects.requireNonNull(values.get(at))));
        return new Change.RowWritten(row.position(), row.transaction(), row.keys(), row.left(), row.schema(), values);
    }

    private static Object changed(Object value) {
        return switch (value) {
            case Long number -> number + 1;
            case BigInteger number -> number.subtract(BigInteger.ONE);
            case BigDecimal number -> number.add(number.ulp());
            case Float number -> Math.nextUp(number);
            case Double number -> Math.nextUp(number);
            case String text -> text + " ";
            case byte[] bytes -> flipped(bytes);
            case LocalDate date -> date.plusDays(1);
            case Duration span -> span.plusNanos(1_000);
            case LocalDateTime time -> time.plusNanos(1_000);
            case Instant time -> time.plusNanos(1_000);
            default -> throw new IllegalArgumentException("not a value: " + value);
        };
    }

    /** The last bit but one of the last byte: of a number, of a coordinate. */
    private static byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 2;
        return changed;
    }
}
