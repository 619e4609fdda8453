package dev.lockstep.reader.source;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TemporalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A part of a key as a parameter of a statement. */
final class KeyValue {

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private static final int MOST_DIGITS = 6;

    private KeyValue() {}

    /** What a column is compared with. */
    static String expression(Column column) {
        return switch (column.type()) {
            case DATE -> "CAST(? AS DATE)";
            case DATETIME, TIMESTAMP -> "CAST(? AS DATETIME(6))";
            case INTEGER, DECIMAL, FLOAT, DOUBLE, TEXT, CHOICE, BYTES, BITS, TIME, JSON, GEOMETRY, VECTOR -> "?";
        };
    }

    /** Binds a value of one of the types that a key is parsed to. */
    static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case Long number -> statement.setLong(index, number);
            case BigInteger number -> statement.setBigDecimal(index, new BigDecimal(number));
            case BigDecimal number -> statement.setBigDecimal(index, number);
            // A FLOAT is compared as a DOUBLE.
            case Float number -> statement.setDouble(index, number);
            case Double number -> statement.setDouble(index, number);
            case String text -> statement.setString(index, text);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Duration time -> statement.setString(index, TemporalText.time(time, MOST_DIGITS));
            case LocalDate date -> statement.setString(index, date.toString());
            case LocalDateTime dateTime -> statement.setString(index, DATE_TIME.format(dateTime));
            case Instant instant ->
                statement.setString(index, DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
            default -> throw new IllegalArgumentException("not a key's value: " + value.getClass());
        }
    }
}
