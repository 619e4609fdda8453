package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * XA transactions: their rows are in the binlog when they are prepared, and whether they count is said later, if at all.
 *
 * <p>Not thread safe.
 */
final class XaTransactions {

    private final Map<String, Set<TableName>> prepared = new HashMap<>();
    private @Nullable String open;
    private Set<TableName> touched = new HashSet<>();

    /** Whether rows that come belong to one. */
    boolean isOpen() {
        return open != null;
    }

    void start(String name) {
        open = name;
        touched = new HashSet<>();
    }

    void touch(Set<TableName> tables) {
        touched.addAll(tables);
    }

    /** Its rows have all come; answers which tables they are of. */
    Set<TableName> prepare() {
        if (open != null) {
            prepared.put(open, touched);
        }
        open = null;
        return touched;
    }

    /** It counts now; answers the tables it has touched, null where it was prepared before anybody looked. */
    @Nullable
    Set<TableName> commit(String name) {
        return prepared.remove(name);
    }

    /** It never happened. */
    void rollback(String name) {
        prepared.remove(name);
    }
}
