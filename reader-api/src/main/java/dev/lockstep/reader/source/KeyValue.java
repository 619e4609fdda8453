package dev.lockstep.reader.source;

import dev.lockstep.cache.table.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A part of a key as a parameter of a statement. */
final class KeyValue {

    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private KeyValue() {}

    /** What a column is compared with. */
    static String expression(Column column) {
        return switch (column.type()) {
            case DATE -> "CAST(? AS DATE)";
            case DATETIME, TIMESTAMP -> "CAST(? AS DATETIME(6))";
            case INTEGER, DECIMAL, FLOAT, DOUBLE, TEXT, BYTES, BITS, TIME, JSON -> "?";
        };
    }

    /** Binds a value of one of the types that a key is parsed to. */
    static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case Long number -> statement.setLong(index, number);
            case BigInteger number -> statement.setBigDecimal(index, new BigDecimal(number));
            case BigDecimal number -> statement.setBigDecimal(index, number);
            case String text -> statement.setString(index, text);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case LocalDate date -> statement.setString(index, date.toString());
            case LocalDateTime dateTime -> statement.setString(index, DATE_TIME.format(dateTime));
            case Instant instant ->
                statement.setString(index, DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
            default -> throw new IllegalArgumentException("not a key's value: " + value.getClass());
        }
    }
}
