package dev.lockstep.worker.capture;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Hands values on as they stand in the binlog where the engine's own conversions would change them: it takes a date with
 * a zero for the first of January 1970 if the column is NOT NULL, moves the years up to 99 into our time, and loses what
 * it does not know.
 */
public final class RawValues implements CustomConverter<SchemaBuilder, RelationalColumn> {

    private static final long MICROS = 1_000_000;

    /** The year that the binlog's zero looks like. */
    private static final int YEAR_ZERO = 1900;

    /** The engine makes it by its default constructor. */
    public RawValues() {}

    @Override
    public void configure(Properties properties) {
        // Has no settings.
    }

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        Object byDefault = column.hasDefaultValue() ? column.defaultValue() : null;
        switch (typeOf(column)) {
            case "DATE", "YEAR", "DATETIME", "TIMESTAMP", "TIME" ->
                registration.register(SchemaBuilder.int64().optional(), value -> time(value, byDefault));
            case "JSON",
                    "VECTOR",
                    "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION",
                    "GEOMCOLLECTION" ->
                registration.register(SchemaBuilder.bytes().optional(), value -> bytes(value, byDefault));
            case "CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT" -> {
                ColumnText text = ColumnText.of(column.charsetName());
                registration.register(SchemaBuilder.string().optional(), value -> text(text, value, byDefault));
            }
            default -> {}
        }
    }

    private static String typeOf(RelationalColumn column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        int end = type.indexOf('(');
        return end < 0 ? type : type.substring(0, end);
    }

    private static @Nullable Object time(@Nullable Object value, @Nullable Object byDefault) {
        return switch (value) {
            case null -> null;
            case LocalDate date -> isNone(date) ? null : (Object) date.toEpochDay();
            case LocalDateTime time -> isNone(time.toLocalDate()) ? null : (Object) micros(time);
            case ZonedDateTime time -> time.toEpochSecond() * MICROS + time.get(ChronoField.MICRO_OF_SECOND);
            case Duration span -> span.getSeconds() * MICROS + span.getNano() / 1_000;
            case Year year -> year.getValue() == YEAR_ZERO ? 0L : (long) year.getValue();
            default -> unused(value, byDefault);
        };
    }

    private static @Nullable Object text(ColumnText text, @Nullable Object value, @Nullable Object byDefault) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> text.read(bytes);
            default -> unused(value, byDefault);
        };
    }

    private static @Nullable Object bytes(@Nullable Object value, @Nullable Object byDefault) {
        return value == null || value instanceof byte[] ? value : unused(value, byDefault);
    }

    /** A column's default is converted, too, and of other types; nobody asks for it. */
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable Object unused(Object value, @Nullable Object byDefault) {
        if (value == byDefault) {
            return null;
        }
        throw new IllegalArgumentException("not a value of the binlog: " + value.getClass());
    }

    /** What {@link EventReaders} makes of a date that is not in the calendar; it is this object and no equal one. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isNone(LocalDate date) {
        return date == LocalDate.EPOCH;
    }

    private static long micros(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * MICROS + time.get(ChronoField.MICRO_OF_SECOND);
    }
}
