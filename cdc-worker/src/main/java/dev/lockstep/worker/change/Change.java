package dev.lockstep.worker.change;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thing that happened in the source, in commit order. */
public sealed interface Change {

    /** Where it happened. */
    Position position();

    /** How to go on if it is the last one that is applied. */
    Progress progress();

    /** How much its values take, about: text is counted in characters, all else that is short alike. */
    default long bytes() {
        return 0;
    }

    /** A change to one row, which may be found by several keys. */
    sealed interface RowChange extends Change {

        /** By which the row is found after it; its primary key first, where it has one that it can be found by. */
        List<RowKey> keys();

        /** By which it was found before, and is not any more. */
        List<RowKey> left();

        /** The transaction that the row belongs to. */
        Transaction transaction();

        @Override
        default Progress progress() {
            return transaction().progressAt(position());
        }
    }

    /**
     * The row is there, and looks so.
     *
     * @param values in the order of the schema's columns, of the types that {@link
     *     dev.lockstep.cache.table.ColumnType} names
     */
    record RowWritten(
            Position position,
            Transaction transaction,
            List<RowKey> keys,
            List<RowKey> left,
            TableSchema schema,
            List<@Nullable Object> values)
            implements RowChange {

        /** A date and time has two objects, and a reference to them. */
        private static final int BYTES_OF_A_VALUE = 64;

        @Override
        public long bytes() {
            long bytes = 0;
            for (Object value : values) {
                bytes += BYTES_OF_A_VALUE;
                if (value instanceof String text) {
                    bytes += text.length();
                } else if (value instanceof byte[] binary) {
                    bytes += binary.length;
                }
            }
            return bytes;
        }
    }

    /** The row is gone. */
    record RowDeleted(Position position, Transaction transaction, List<RowKey> left) implements RowChange {
        @Override
        public List<RowKey> keys() {
            return List.of();
        }
    }

    /** The row has changed, but to what cannot be told. */
    record RowUnclear(Position position, Transaction transaction, List<RowKey> keys, List<RowKey> left, String reason)
            implements RowChange {}

    /**
     * Nothing that was known of the tables' rows before this position counts any more. All tables at once: a second change at
     * the same position would look like a replay.
     *
     * @param reshaped whether the tables may look different from here on
     */
    record TablesCleared(Position position, Progress progress, Set<TableName> tables, boolean reshaped, String reason)
            implements Change {}

    /** The source or a table may be different from here on; the capture has to begin anew to know how. */
    record SchemaChanged(Position position, Progress progress) implements Change {}

    /**
     * No row, but everything up to here is done: the end of a transaction, or a sign of life.
     *
     * @param how to go on from here; long to write, and asked only of the last one of many
     */
    record Reached(Position position, Supplier<Progress> how) implements Change {

        /** Where it is written already. */
        public static Reached at(Progress progress) {
            return new Reached(progress.position(), () -> progress);
        }

        @Override
        public Progress progress() {
            return how.get();
        }
    }
}
