package dev.lockstep.cache.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** By which unique keys, besides the primary one, the rows of some tables are found. Immutable. */
public final class Lookups {

    /** By none. */
    public static final Lookups NONE = new Lookups(Map.of());

    private final Map<TableName, List<List<String>>> columns;

    private Lookups(Map<TableName, List<List<String>>> columns) {
        this.columns = columns;
    }

    /**
     * From {@code table:column}, {@code schema.table:column+column} and the like; blank ones are passed over.
     *
     * @param usualSchema of those without one
     */
    public static Lookups of(Collection<String> texts, String usualSchema) {
        Map<TableName, List<List<String>>> columns = new LinkedHashMap<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            if (colon >= 0) {
                columns.computeIfAbsent(
                                TableName.parse(text.substring(0, colon), usualSchema), table -> new ArrayList<>())
                        .add(Arrays.asList(text.substring(colon + 1).split("\\+", -1)));
            }
        }
        return new Lookups(columns);
    }

    /** The ones of a table as it was looked at before. */
    static Lookups of(TableSchema schema) {
        return new Lookups(Map.of(
                schema.name(),
                schema.lookups().stream()
                        .map(each -> each.stream().map(Column::name).toList())
                        .toList()));
    }

    /** The tables that have any. */
    Set<TableName> tables() {
        return columns.keySet();
    }

    /** The columns of each one of a table. */
    List<List<String>> of(TableName table) {
        return columns.getOrDefault(table, List.of());
    }
}
