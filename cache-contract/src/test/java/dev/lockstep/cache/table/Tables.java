package dev.lockstep.cache.table;

import java.util.List;
import java.util.stream.IntStream;

/** Tables for tests. */
final class Tables {

    private Tables() {}

    /** With a key of these columns, called a, b and so on, and nothing else. */
    static TableSchema keyedBy(ColumnType... types) {
        List<Column> key = IntStream.range(0, types.length)
                .mapToObj(i -> new Column(Character.toString('a' + i), types[i], 0, 0))
                .toList();
        return new TableSchema(new TableName("shop", "heroes"), key, key);
    }
}
