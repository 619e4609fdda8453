package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.Position;

/**
 * A change to one row, as an apply brings it.
 *
 * @param version which state the row is in afterwards
 */
public record Change(int key, Position position, Kind kind, int version) {

    /** What is known of the row afterwards. */
    public enum Kind {
        /** It is there. */
        WRITTEN,
        /** It is gone. */
        DELETED,
        /** It has changed to something that cannot be told. */
        UNCLEAR
    }
}
