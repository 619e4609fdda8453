package dev.lockstep.reader.source;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;

/**
 * Which row is asked for.
 *
 * @param by the columns of the table's key, or of one of its look-ups
 * @param values of these columns, of the Java types that {@link dev.lockstep.cache.table.ColumnType} names
 */
public record RowRequest(TableSchema schema, List<Column> by, RowKey key, List<Object> values) {

    /**
     * By the table's key, from the text of a URL: parts separated by commas, each percent-encoded.
     *
     * @throws dev.lockstep.cache.table.UnfitKeyException where the text does not fit the table's key
     */
    public static RowRequest parse(TableSchema schema, String text) {
        List<Object> values = RowKey.parseValues(schema.key(), text);
        return new RowRequest(schema, schema.key(), RowKey.of(schema, values), values);
    }

    /**
     * By the table's key or one of its look-ups, from the texts of their values.
     *
     * @throws dev.lockstep.cache.table.UnfitKeyException where they do not fit its columns
     */
    public static RowRequest of(TableSchema schema, List<Column> by, List<String> texts) {
        List<Object> values = RowKey.plainValues(by, texts);
        RowKey key = by.equals(schema.key()) ? RowKey.of(schema, values) : RowKey.of(schema, by, values);
        return new RowRequest(schema, by, key, values);
    }

    /**
     * By one of its look-ups, from the text of a URL as above.
     *
     * @throws dev.lockstep.cache.table.UnfitKeyException where the text does not fit its columns
     */
    public static RowRequest parse(TableSchema schema, List<Column> lookup, String text) {
        List<Object> values = RowKey.parseValues(lookup, text);
        return new RowRequest(schema, lookup, RowKey.of(schema, lookup, values), values);
    }
}
