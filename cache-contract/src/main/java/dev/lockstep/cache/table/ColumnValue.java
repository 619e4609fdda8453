package dev.lockstep.cache.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column of a SELECT: how it is asked for, and how its value becomes the Java type that {@link
 * ColumnType} names.
 *
 * <p>Dates and times are asked for as text. The driver's own conversions lose something each: of a TIME the sign below one
 * hour and the zeros before its fraction, of a date with a zero in it everything.
 *
 * <p>The connection needs {@code useServerPrepStmts=true}, {@code tinyInt1isBit=false}, {@code yearIsDateType=false} and UTC as
 * its time zone, in the driver and in the session.
 */
public final class ColumnValue {

    private ColumnValue() {}

    /** What stands in the SELECT. */
    public static String expression(Column column) {
        return switch (column.type()) {
            case DATE, TIME, DATETIME, TIMESTAMP -> "CAST(" + quoted(column.name()) + " AS CHAR)";
            // The driver does not know the type.
            case VECTOR -> "CAST(" + quoted(column.name()) + " AS BINARY)";
            case INTEGER, DECIMAL, FLOAT, DOUBLE, TEXT, CHOICE, BYTES, BITS, JSON, GEOMETRY -> quoted(column.name());
        };
    }

    /** The value, or null where the column holds none. FLOAT is exact only where the driver uses the binary protocol. */
    public static @Nullable Object read(ResultSet row, int index, Column column) throws SQLException {
        Object value = switch (column.type()) {
            case INTEGER -> whole(row.getBigDecimal(index));
            case DECIMAL -> row.getBigDecimal(index);
            case FLOAT -> row.getFloat(index);
            case DOUBLE -> row.getDouble(index);
            case TEXT, CHOICE, JSON -> row.getString(index);
            case BYTES, GEOMETRY, VECTOR -> row.getBytes(index);
            case BITS -> bits(row.getBytes(index));
            case DATE -> ServerTime.date(row.getString(index));
            case TIME -> ServerTime.time(row.getString(index));
            case DATETIME -> ServerTime.dateTime(row.getString(index));
            case TIMESTAMP -> ServerTime.timestamp(row.getString(index));
        };
        return row.wasNull() ? null : value;
    }

    /** An identifier as MySQL wants it quoted. */
    public static String quoted(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    private static @Nullable Object whole(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigInteger whole = value.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private static @Nullable BigInteger bits(byte @Nullable [] value) {
        return value == null ? null : new BigInteger(1, value);
    }
}
