package dev.lockstep.cache.table;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the entry of a row stands in Redis, and as what.
 *
 * @param name the key in Redis, behind namespace and partition
 * @param hashed whether it is a Redis hash with a field for each column, and not a string
 * @param timeToLive where its table has one of its own; zero for none
 */
public record Place(String name, boolean hashed, Optional<Duration> timeToLive) {

    /** Where a row stands for whose table nothing is set. */
    static Place usual(TableName table, String key) {
        return new Place(usualPrefix(table) + key, false, Optional.empty());
    }

    /** What the names of a table's rows begin with. */
    static String usualPrefix(TableName table) {
        return table + ":";
    }
}
