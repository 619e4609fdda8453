package dev.lockstep.reader.source;

import dev.lockstep.cache.position.Coordinate;

/** What a read found, and what is known of the moment it was made. */
public sealed interface Sighting {

    Found found();

    /**
     * The read saw everything that was required of it.
     *
     * @param seenUpTo the end of the binlog after the read: nothing that starts there or later was seen
     */
    record Complete(Found found, Coordinate seenUpTo) implements Sighting {}

    /** The read may have missed something that was required of it. */
    record Doubtful(Found found, Shortfall why) implements Sighting {}

    /** What a connection could not be shown to have. */
    enum Shortfall {
        /** It is connected to another server than the one required. */
        OTHER_SERVER,
        /** Some of the required transactions cannot be seen on it yet. */
        NOT_VISIBLE,
        /** The server does not write a binlog. */
        NO_BINLOG
    }
}
