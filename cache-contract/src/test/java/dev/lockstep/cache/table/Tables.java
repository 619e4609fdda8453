package dev.lockstep.cache.table;

import java.util.List;
import java.util.stream.IntStream;

/** Tables for tests. */
final class Tables {

    private Tables() {}

    /** With a key of these columns, called a, b and so on, and nothing else; times are kept to the microsecond. */
    static TableSchema keyedBy(ColumnType... types) {
        List<Column> key = IntStream.range(0, types.length)
                .mapToObj(i -> new Column(Character.toString('a' + i), types[i], fraction(types[i]), 0))
                .toList();
        return new TableSchema(new TableName("shop", "heroes"), key, key);
    }

    private static int fraction(ColumnType type) {
        return switch (type) {
            case TIME, DATETIME, TIMESTAMP -> 6;
            default -> 0;
        };
    }
}
