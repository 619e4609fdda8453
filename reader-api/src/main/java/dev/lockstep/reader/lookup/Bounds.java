package dev.lockstep.reader.lookup;

import dev.lockstep.cache.table.TableName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How old answers may be where the caller does not say.
 *
 * @param usual of tables that have no bound of their own
 */
public record Bounds(Optional<Duration> usual, Map<TableName, Duration> ofTables) {

    public Bounds {
        ofTables = Map.copyOf(ofTables);
    }

    /** Of a table; empty where anything will do. */
    public Optional<Duration> of(TableName table) {
        Duration own = ofTables.get(table);
        return own == null ? usual : Optional.of(own);
    }
}
