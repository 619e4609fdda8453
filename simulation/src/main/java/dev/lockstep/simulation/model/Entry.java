package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import org.jspecify.annotations.Nullable;

/** What a partition holds for a key. */
public sealed interface Entry {

    /**
     * The row, or that there is none.
     *
     * @param position every change up to here is in it
     * @param seenUpTo no change that starts at or after it is in it; null where an apply wrote the entry
     * @param present whether there is a row
     * @param version which of the row's states this is; what the real entry has as its document
     */
    record Row(Position position, @Nullable Coordinate seenUpTo, boolean present, int version) implements Entry {

        /** After this nothing is in it. */
        Position bound() {
            if (seenUpTo == null) {
                return position;
            }
            Position seen = Position.before(position.epoch(), seenUpTo);
            return seen.compareTo(position) > 0 ? seen : position;
        }
    }

    /** Only the database knows, until the stream is past {@code until}. */
    record Settling(Position until) implements Entry {}

    /** Somebody is loading it. */
    record Leased(String token) implements Entry {}
}
