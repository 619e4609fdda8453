package dev.lockstep.endtoend.roads;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.ChangeSink;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the binlog's road last said of each row. Thread safe. */
final class Recorded implements ChangeSink {

    private final Map<TableName, Map<RowKey, Change.RowChange>> rows = new ConcurrentHashMap<>();
    private final Set<TableName> cleared = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(Change change) {
        switch (change) {
            case Change.RowChange row ->
                rows.computeIfAbsent(row.key().table(), table -> new ConcurrentHashMap<>())
                        .put(row.key(), row);
            case Change.TablesCleared tables -> {
                rows.keySet().removeAll(tables.tables());
                cleared.addAll(tables.tables());
            }
            case Change.SchemaChanged shape -> {}
            case Change.Reached reached -> {}
        }
    }

    Map<RowKey, Change.RowChange> rows(TableName table) {
        return rows.getOrDefault(table, Map.of());
    }

    /** Whether rows that were there before a change nobody could place do not count any more. */
    boolean isCleared(TableName table) {
        return cleared.contains(table);
    }
}
