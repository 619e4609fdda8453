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
import java.util.stream.Collectors;

/**
 * By what a row is found, as text: the parts of its primary key in the key's order, percent-encoded and joined by commas; or
 * {@code by/}, the columns of another unique key, {@code /} and its parts, all of them written in the same way. The same row
 * has the same text whether it comes from the binlog, from a SELECT or from a URL.
 *
 * @param place where its entry stands in Redis
 */
public record RowKey(TableName table, String text, Place place) {

    /** No primary key's text has a slash. */
    private static final String LOOKUP = "by/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** In a table for which nothing is set. */
    public RowKey(TableName table, String text) {
        this(table, text, Place.usual(table, text));
    }

    /** Whether by another unique key than the primary one. */
    public boolean isLookup() {
        return text.startsWith(LOOKUP);
    }

    /**
     * From the values of the key's columns, in the key's order.
     *
     * @param values of the Java types that {@link ColumnType} names; none is null
     */
    public static RowKey of(TableSchema schema, List<?> values) {
        List<String> parts = encoded(schema.key(), values);
        return new RowKey(schema.name(), String.join(",", parts), schema.place(parts));
    }

    /**
     * From the values of another unique key's columns.
     *
     * @param lookup one of the schema's, whose order the values have
     * @param values of the Java types that {@link ColumnType} names; none is null
     */
    public static RowKey of(TableSchema schema, List<Column> lookup, List<?> values) {
        String text = LOOKUP
                + lookup.stream().map(column -> encoded(column.name())).collect(Collectors.joining(","))
                + "/"
                + String.join(",", encoded(lookup, values));
        return new RowKey(schema.name(), text, schema.place(Place.usualPrefix(schema.name()) + text));
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
        requireAsMany(columns, parts.length);
        List<Object> values = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            values.add(KeyPart.parse(columns.get(i), parts[i]));
        }
        return values;
    }

    /**
     * The same from the texts themselves, one for each column.
     *
     * @throws UnfitKeyException where they do not fit
     */
    public static List<Object> plainValues(List<Column> columns, List<String> texts) {
        requireAsMany(columns, texts.size());
        List<Object> values = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            values.add(KeyPart.parsePlain(columns.get(i), texts.get(i)));
        }
        return values;
    }

    private static void requireAsMany(List<Column> columns, int parts) {
        if (parts != columns.size()) {
            throw new UnfitKeyException("%d part%s (expected: %d, separated by commas: %s)"
                    .formatted(
                            parts,
                            parts == 1 ? "" : "s",
                            columns.size(),
                            String.join(",", columns.stream().map(Column::name).toList())));
        }
    }

    private static List<String> encoded(List<Column> columns, List<?> values) {
        List<String> parts = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            parts.add(encoded(plain(columns.get(i), values.get(i))));
        }
        return parts;
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

    private static String encoded(String part) {
        if (isUnreserved(part)) {
            return part;
        }
        StringBuilder text = new StringBuilder(part.length());
        for (byte each : part.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(each)) {
                text.append((char) each);
            } else {
                text.append('%').append(HEX.toHexDigits(each));
            }
        }
        return text.toString();
    }

    private static boolean isUnreserved(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (!isUnreserved(part.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3986, section 2.3. */
    private static boolean isUnreserved(int each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '-'
                || each == '.'
                || each == '_'
                || each == '~';
    }
}
