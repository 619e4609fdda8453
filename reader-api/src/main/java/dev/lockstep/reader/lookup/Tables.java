package dev.lockstep.reader.lookup;

import dev.lockstep.cache.table.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables that can be read, by the names that callers use: {@code schema.table}, or {@code table} alone where that
 * means one of them only. Thread safe.
 */
public final class Tables {

    private volatile Map<String, TableSchema> byName;

    private Tables(Map<String, TableSchema> byName) {
        this.byName = byName;
    }

    public static Tables of(List<TableSchema> schemas) {
        return new Tables(byName(schemas));
    }

    /** There are others now. */
    public synchronized void replace(List<TableSchema> schemas) {
        byName = byName(schemas);
    }

    /** A table has another shape now. */
    public synchronized void replace(TableSchema schema) {
        Map<String, TableSchema> changed = new HashMap<>(byName);
        changed.replaceAll((name, known) -> known.name().equals(schema.name()) ? schema : known);
        byName = Map.copyOf(changed);
    }

    /** A table; empty where there is none of this name or several. */
    public Optional<TableSchema> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private static Map<String, TableSchema> byName(List<TableSchema> schemas) {
        Map<String, TableSchema> byName = new HashMap<>();
        Map<String, Long> count = schemas.stream()
                .collect(Collectors.groupingBy(schema -> schema.name().table(), Collectors.counting()));
        for (TableSchema schema : schemas) {
            byName.put(schema.name().toString(), schema);
            if (count.getOrDefault(schema.name().table(), 0L) == 1) {
                byName.put(schema.name().table(), schema);
            }
        }
        return Map.copyOf(byName);
    }
}
