package dev.lockstep.testbed.history;

import java.net.URI;

/**
 * What the load of a history is.
 *
 * @param jdbcUrl of the server, without a schema; not through anything that may be cut, so that outcomes are known
 * @param reader where reader-api is
 * @param firstKey the least id of the rows that it writes
 * @param keys how many rows
 * @param writers connections that write, each to rows of its own
 * @param rowsPerSecond of all writers together, at most
 * @param readers requests at once
 * @param readsPerSecond of all readers together, at most
 */
public record LoadOptions(
        String jdbcUrl,
        String user,
        String password,
        URI reader,
        long seed,
        int firstKey,
        int keys,
        int writers,
        int rowsPerSecond,
        int readers,
        int readsPerSecond) {

    /** The key that is the {@code index}th, from 0 on. */
    int key(int index) {
        return firstKey + index;
    }
}
