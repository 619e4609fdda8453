package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.RowKey;
import java.util.Arrays;

/** What a change means for one entry. */
public sealed interface Mutation {

    RowKey key();

    Position position();

    /** How many bytes it adds to a batch, about. */
    int size();

    /**
     * The row is there and looks so.
     *
     * @param commitMillis when its transaction was committed, in milliseconds since 1970
     */
    record Put(RowKey key, Position position, long commitMillis, byte[] document) implements Mutation {
        @Override
        public int size() {
            return Entry.HEADER + document.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Put that
                    && key.equals(that.key)
                    && position.equals(that.position)
                    && commitMillis == that.commitMillis
                    && Arrays.equals(document, that.document);
        }

        @Override
        public int hashCode() {
            return position.hashCode();
        }
    }

    /** The row is gone. */
    record Remove(RowKey key, Position position, long commitMillis) implements Mutation {
        @Override
        public int size() {
            return Entry.HEADER;
        }
    }

    /** The row has changed to something that cannot be told: the entry becomes a miss, and a reader loads it. */
    record Invalidate(RowKey key, Position position) implements Mutation {
        @Override
        public int size() {
            return Entry.HEADER;
        }
    }
}
