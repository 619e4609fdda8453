package dev.lockstep.endtoend.roads;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.ChangeSink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the binlog's road last said of each row, under each of its keys. Thread safe. */
final class Recorded implements ChangeSink {

    private final Map<TableName, Map<RowKey, Change.RowChange>> rows = new ConcurrentHashMap<>();
    private final Set<TableName> cleared = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(Change change) {
        switch (change) {
            case Change.RowChange row -> {
                row.left()
                        .forEach(key ->
                                put(key, new Change.RowDeleted(row.position(), row.transaction(), List.of(key))));
                row.keys().forEach(key -> put(key, row));
            }
            case Change.TablesCleared tables -> {
                rows.keySet().removeAll(tables.tables());
                cleared.addAll(tables.tables());
            }
            case Change.SchemaChanged shape -> {}
            case Change.Reached reached -> {}
        }
    }

    private void put(RowKey key, Change.RowChange change) {
        rows.computeIfAbsent(key.table(), table -> new ConcurrentHashMap<>()).put(key, change);
    }

    Map<RowKey, Change.RowChange> rows(TableName table) {
        return rows.getOrDefault(table, Map.of());
    }

    /** Whether rows that were there before a change nobody could place do not count any more. */
    boolean isCleared(TableName table) {
        return cleared.contains(table);
    }
}
