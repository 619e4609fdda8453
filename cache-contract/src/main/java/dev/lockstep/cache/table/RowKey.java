package dev.lockstep.cache.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * By what a row is found, as text: the parts of its primary key in the key's order, percent-encoded and joined by commas; or
 * {@code by/}, the columns of another unique key, {@code /} and its parts, all of them written in the same way. The same row
 * has the same text whether it comes from the binlog, from a SELECT or from a URL.
 */
public record RowKey(TableName table, String text) {

    /** No primary key's text has a slash. */
    private static final String LOOKUP = "by/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * From the values of the key's columns, in the key's order.
     *
     * @param values of the Java types that {@link ColumnType} names; none is null
     */
    public static RowKey of(TableSchema schema, List<?> values) {
        return new RowKey(schema.name(), joined(schema.key(), values, new StringBuilder()));
    }

    /**
     * From the values of another unique key's columns.
     *
     * @param lookup one of the schema's, whose order the values have
     * @param values of the Java types that {@link ColumnType} names; none is null
     */
    public static RowKey of(TableSchema schema, List<Column> lookup, List<?> values) {
        StringBuilder text = new StringBuilder(LOOKUP);
        for (int i = 0; i < lookup.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            encode(lookup.get(i).name(), text);
        }
        return new RowKey(schema.name(), joined(lookup, values, text.append('/')));
    }

    /**
     * From the text of a URL: parts separated by commas, each percent-encoded.
     *
     * @throws UnfitKeyException where the text does not fit the table's key
     */
    public static RowKey parse(TableSchema schema, String text) {
        return of(schema, parseValues(schema.key(), text));
    }

    /**
     * The values of a key's columns, of the Java types that {@link ColumnType} names.
     *
     * @throws UnfitKeyException where the text does not fit them
     */
    public static List<Object> parseValues(List<Column> columns, String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != columns.size()) {
            throw new UnfitKeyException("%d part%s (expected: %d, separated by commas: %s)"
                    .formatted(
                            parts.length,
                            parts.length == 1 ? "" : "s",
                            columns.size(),
                            String.join(",", columns.stream().map(Column::name).toList())));
        }
        List<Object> values = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            values.add(KeyPart.parse(columns.get(i), parts[i]));
        }
        return values;
    }

    private static String joined(List<Column> columns, List<?> values, StringBuilder text) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            encode(plain(columns.get(i), values.get(i)), text);
        }
        return text.toString();
    }

    private static String plain(Column column, Object value) {
        return switch (value) {
            // A URL need not have as many zeros at the end as the column was declared with.
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case BigInteger number -> number.toString();
            case byte[] bytes -> HEX.formatHex(bytes);
            case Duration time -> TemporalText.time(time, column.fraction());
            case LocalDateTime time -> TemporalText.dateTime(time, column.fraction());
            case Instant time -> TemporalText.timestamp(time, column.fraction());
            default -> value.toString();
        };
    }

    private static void encode(String part, StringBuilder text) {
        for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(each)) {
                text.append((char) each);
            } else {
                text.append('%').append(HEX.toHexDigits(each));
            }
        }
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(byte each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '-'
                || each == '.'
                || each == '_'
                || each == '~';
    }
}
