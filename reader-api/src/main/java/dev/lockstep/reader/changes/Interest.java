package dev.lockstep.reader.changes;

import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.table.TableName;
import java.util.Set;

/**
 * What a client follows.
 *
 * @param keys of the rows, as {@link dev.lockstep.cache.table.RowKey#text()}; none where it follows all of the table
 */
public record Interest(TableName table, Set<String> keys) {

    public Interest {
        keys = Set.copyOf(keys);
    }

    boolean isIn(ChangeEntry entry) {
        return entry.isOf(table)
                && switch (entry.kind()) {
                    case ROW, GONE, ASK -> keys.isEmpty() || keys.contains(entry.key());
                    case CLEARED, RESET -> true;
                };
    }
}
