package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.table.RowKey;

/** Something that Redis says of a row and the table does not. */
public sealed interface Difference {

    RowKey key();

    /** Both have the row, with other contents. */
    record OtherContents(RowKey key, Document inTable, String inRedis) implements Difference {
        @Override
        public String toString() {
            return "%s %s: Redis has %s, the table has %s".formatted(key.table(), key.text(), inRedis, inTable);
        }
    }

    /** Redis says that there is no such row, but there is. */
    record SaidToBeAbsent(RowKey key, Document inTable) implements Difference {
        @Override
        public String toString() {
            return "%s %s: Redis says that there is none, the table has %s".formatted(key.table(), key.text(), inTable);
        }
    }

    /** Redis has a row that is not in the table. */
    record SaidToBePresent(RowKey key, String inRedis) implements Difference {
        @Override
        public String toString() {
            return "%s %s: Redis has %s, the table has none".formatted(key.table(), key.text(), inRedis);
        }
    }
}
