package dev.lockstep.cache.redis;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.RowKey;

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
    record Put(RowKey key, Position position, long commitMillis, Document document) implements Mutation {
        @Override
        public int size() {
            return Entry.HEADER + document.length() + document.fields().length;
        }
    }

    /** The row is gone. */
    record Remove(RowKey key, Position position, long commitMillis) implements Mutation {
        @Override
        public int size() {
            return Entry.HEADER;
        }
    }

    /**
     * The row has changed to something that cannot be told: the entry becomes a miss, and a reader loads it.
     *
     * @param commitMillis as above; 0 where it is not known
     */
    record Invalidate(RowKey key, Position position, long commitMillis) implements Mutation {

        public Invalidate(RowKey key, Position position) {
            this(key, position, 0);
        }

        @Override
        public int size() {
            return Entry.HEADER;
        }
    }
}
