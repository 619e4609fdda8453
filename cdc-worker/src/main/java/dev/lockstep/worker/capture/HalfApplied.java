package dev.lockstep.worker.capture;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.TableName;
import java.util.Set;

/**
 * Transactions of which a part was applied when tables looked otherwise. How their rows were counted is not known any more
 * where they have rows of such tables.
 *
 * @param transactions where they start
 * @param reshaped the tables
 */
public record HalfApplied(Set<Coordinate> transactions, Set<TableName> reshaped) {

    /** Nothing is in doubt. */
    public static final HalfApplied NONE = new HalfApplied(Set.of(), Set.of());

    public HalfApplied {
        transactions = Set.copyOf(transactions);
        reshaped = Set.copyOf(reshaped);
    }
}
