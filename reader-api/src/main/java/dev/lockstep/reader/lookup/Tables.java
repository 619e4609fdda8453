package dev.lockstep.reader.lookup;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tables that can be read, by the names that callers use: {@code schema.table}, or {@code table} alone where that
 * means one of them only. Thread safe.
 */
public final class Tables {

    private volatile Map<String, List<TableSchema>> byName;

    private Tables(Map<String, List<TableSchema>> byName) {
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
        Map<String, List<TableSchema>> changed = new HashMap<>(byName);
        changed.replaceAll((name, known) -> known.stream()
                .map(each -> each.name().equals(schema.name()) ? schema : each)
                .toList());
        byName = Map.copyOf(changed);
    }

    /** All of them, by their names. */
    public List<TableSchema> all() {
        return byName.entrySet().stream()
                .filter(each -> each.getKey().contains("."))
                .flatMap(each -> each.getValue().stream())
                .distinct()
                .sorted(Comparator.comparing(each -> each.name().toString()))
                .toList();
    }

    /** A table; empty where there is none of this name or several, as far as whoever asks can see. */
    public Optional<TableSchema> find(String name, Predicate<TableName> visible) {
        TableSchema seen = null;
        for (TableSchema each : byName.getOrDefault(name, List.of())) {
            if (visible.test(each.name())) {
                if (seen != null) {
                    return Optional.empty();
                }
                seen = each;
            }
        }
        return Optional.ofNullable(seen);
    }

    private static Map<String, List<TableSchema>> byName(List<TableSchema> schemas) {
        Map<String, List<TableSchema>> byName = schemas.stream()
                .collect(Collectors.groupingBy(schema -> schema.name().table()));
        schemas.forEach(schema -> byName.put(schema.name().toString(), List.of(schema)));
        return Map.copyOf(byName);
    }
}
