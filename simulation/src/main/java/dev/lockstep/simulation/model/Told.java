package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.ChangeId;

/**
 * What the stream of changes tells at one place.
 *
 * @param key of the row; {@link #NO_ROW} where it is not about one
 * @param version which state a row that is there is in
 */
public record Told(ChangeId id, Kind kind, int key, int version) {

    /** In place of a key. */
    public static final int NO_ROW = -1;

    /** What has become of it. */
    public enum Kind {
        /** The row is there. */
        ROW,
        /** The row is gone. */
        GONE,
        /** The row has changed to something that cannot be told. */
        ASK,
        /** The table was cleared. */
        CLEARED,
        /** Changes are missing before. */
        RESET
    }

    static Told reset(ChangeId id) {
        return new Told(id, Kind.RESET, NO_ROW, 0);
    }

    static Told cleared(ChangeId id) {
        return new Told(id, Kind.CLEARED, NO_ROW, 0);
    }
}
