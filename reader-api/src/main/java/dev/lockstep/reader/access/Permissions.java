package dev.lockstep.reader.access;

import dev.lockstep.cache.table.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do. Immutable.
 *
 * @param tables that he may read
 * @param columns where he sees only some of them
 * @param rate requests a second; 0 for as many as he likes
 * @param metrics whether he may read the metrics
 */
record Permissions(TablePatterns tables, List<Columns> columns, int rate, boolean metrics) {

    static final Permissions ALL = new Permissions(TablePatterns.ALL, List.of(), 0, true);

    Permissions {
        columns = List.copyOf(columns);
    }

    /**
     * The columns of some tables that he sees.
     *
     * @param names as they stand in documents
     */
    record Columns(TablePatterns tables, Set<String> names) {
        Columns {
            names = Set.copyOf(names);
        }
    }

    boolean mayRead(TableName table) {
        return tables.contain(table);
    }

    /**
     * Whether there could be a table that a request may mean by this name and that he may read. Depends on nothing that there is.
     *
     * @param name as table or schema.table
     */
    boolean mayAskFor(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? tables.containSomewhere(name)
                : tables.contain(new TableName(name.substring(0, dot), name.substring(dot + 1)));
    }

    /** The only columns that he sees of a table, those that every entry for it has; empty where he sees all. */
    Optional<Set<String>> columnsOf(TableName table) {
        @Nullable Set<String> seen = null;
        for (Columns each : columns) {
            if (each.tables().contain(table)) {
                if (seen == null) {
                    seen = new LinkedHashSet<>(each.names());
                } else {
                    seen.retainAll(each.names());
                }
            }
        }
        return Optional.ofNullable(seen);
    }
}
