package dev.lockstep.worker.capture;

import static java.util.Map.entry;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableSchema;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rows of a table look like in the binlog, as far as it says so: how many columns, of which types, and their names where
 * the source writes them ({@code binlog_row_metadata=FULL}). Rows of another layout are of another time, and cannot be read.
 */
final class RowLayout {

    private static final int STRING = 254;
    private static final int VAR_STRING = 253;
    private static final int BLOB = 252;
    private static final int VARCHAR = 15;

    /** The types in which a row may have such a column; what is not here is not checked. */
    private static final Map<ColumnType, Set<Integer>> TYPES = Map.ofEntries(
            entry(ColumnType.INTEGER, Set.of(1, 2, 3, 8, 9, 13)),
            entry(ColumnType.DECIMAL, Set.of(0, 246)),
            entry(ColumnType.FLOAT, Set.of(4)),
            entry(ColumnType.DOUBLE, Set.of(5)),
            entry(ColumnType.TEXT, Set.of(VARCHAR, 247, 248, 249, 250, 251, BLOB, VAR_STRING, STRING)),
            entry(ColumnType.BYTES, Set.of(VARCHAR, 249, 250, 251, BLOB, VAR_STRING, STRING)),
            entry(ColumnType.BITS, Set.of(16)),
            entry(ColumnType.DATE, Set.of(10, 14)),
            entry(ColumnType.TIME, Set.of(11, 19)),
            entry(ColumnType.DATETIME, Set.of(12, 18)),
            entry(ColumnType.TIMESTAMP, Set.of(7, 17)),
            entry(ColumnType.JSON, Set.of(245)));

    private final List<Column> columns;

    RowLayout(TableSchema schema) {
        this.columns = schema.columns();
    }

    /** Why rows after this event cannot be read; empty where they can. */
    String misfit(TableMapEventData map) {
        byte[] types = map.getColumnTypes();
        if (types.length != columns.size()) {
            return "rows of %d columns (the table has %d)".formatted(types.length, columns.size());
        }
        List<String> names =
                map.getEventMetadata() == null ? null : map.getEventMetadata().getColumnNames();
        for (int i = 0; i < types.length; i++) {
            Column column = columns.get(i);
            if (names != null && !names.get(i).equals(column.name())) {
                return "rows whose column %d is %s (the table's is %s)".formatted(i + 1, names.get(i), column.name());
            }
            int type = types[i] & 0xff;
            if (!TYPES.getOrDefault(column.type(), Set.of(type)).contains(type)) {
                return "rows whose column %d is of the type %d (the table's is %s)"
                        .formatted(i + 1, type, column.type());
            }
        }
        return "";
    }

    /** Whether a row has all columns. */
    boolean isWhole(BitSet included) {
        return included.cardinality() >= columns.size();
    }
}
