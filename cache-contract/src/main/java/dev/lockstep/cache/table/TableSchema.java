package dev.lockstep.cache.table;

import java.util.List;

/**
 * The columns of a table.
 *
 * @param columns in the table's order
 * @param key the columns of the primary key, in the key's order; at least one
 */
public record TableSchema(TableName name, List<Column> columns, List<Column> key) {

    public TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
