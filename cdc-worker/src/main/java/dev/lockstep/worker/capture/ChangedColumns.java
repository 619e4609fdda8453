package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import dev.lockstep.worker.capture.ForeignKey.ParentColumn;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which columns of a parent got other values in an event. */
final class ChangedColumns {

    private ChangedColumns() {}

    /** In doubt a column has changed: where nobody knows its place, or the rows do not have it. */
    static Set<String> of(Set<ParentColumn> columns, UpdateRowsEventData data, int width) {
        boolean whole = data.getIncludedColumns().cardinality() >= width
                && data.getIncludedColumnsBeforeUpdate().cardinality() >= width;
        Set<String> changed = new HashSet<>();
        for (ParentColumn column : columns) {
            if (!whole || column.place() < 1 || column.place() > width || hasChanged(column.place() - 1, data)) {
                changed.add(column.name());
            }
        }
        return changed;
    }

    private static boolean hasChanged(int index, UpdateRowsEventData data) {
        for (Map.Entry<Serializable[], Serializable[]> row : data.getRows()) {
            if (!Objects.deepEquals(row.getKey()[index], row.getValue()[index])) {
                return true;
            }
        }
        return false;
    }
}
