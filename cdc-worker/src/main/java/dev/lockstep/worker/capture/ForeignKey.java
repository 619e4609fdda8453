package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import java.util.List;

/**
 * A foreign key whose actions can reach rows of the child.
 *
 * @param columns of the child, in lower case
 * @param parentColumns that they reference
 */
public record ForeignKey(
        TableName child,
        List<String> columns,
        TableName parent,
        List<ParentColumn> parentColumns,
        Action onDelete,
        Action onUpdate) {

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** What the server does to the child's rows. */
    public enum Action {
        /** Nothing; it refuses the change of the parent if need be. */
        NONE,
        /** Deletes them, or gives them the new values. */
        CASCADE,
        /** Takes the values away. */
        SET_NULL
    }

    /**
     * A column that is referenced.
     *
     * @param name in lower case
     * @param place among the columns of its table, from 1; 0 where nobody knows
     */
    public record ParentColumn(String name, int place) {}
}
