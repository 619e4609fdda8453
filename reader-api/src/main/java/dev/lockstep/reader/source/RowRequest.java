package dev.lockstep.reader.source;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;

/**
 * Which row is asked for.
 *
 * @param values of the key's columns, in the key's order, of the Java types that {@link
 *     dev.lockstep.cache.table.ColumnType} names
 */
public record RowRequest(TableSchema schema, RowKey key, List<Object> values) {

    /**
     * From the text of a URL: parts separated by commas, each percent-encoded.
     *
     * @throws dev.lockstep.cache.table.UnfitKeyException where the text does not fit the table's key
     */
    public static RowRequest parse(TableSchema schema, String text) {
        List<Object> values = RowKey.parseValues(schema, text);
        return new RowRequest(schema, RowKey.of(schema, values), values);
    }
}
