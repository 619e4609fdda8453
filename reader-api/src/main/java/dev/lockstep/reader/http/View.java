package dev.lockstep.reader.http;

import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.lookup.Answer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as a caller sees it.
 *
 * @param columns that he sees, as they stand in documents; empty where he sees all
 */
record View(TableSchema table, Caller caller, Optional<Set<String>> columns) {

    static View of(TableSchema table, Caller caller) {
        return new View(table, caller, caller.columnsOf(table.name()));
    }

    TableName name() {
        return table.name();
    }

    /** Whether others may see it otherwise. */
    boolean isPersonal() {
        return caller.isSomebody();
    }

    /** Whether he sees all of these columns: by others he would find out what is in them. */
    boolean shows(List<Column> by) {
        return columns.map(seen -> by.stream().allMatch(column -> shows(column, seen)))
                .orElse(true);
    }

    /** What he sees of an answer. */
    Answer of(Answer answer) {
        return answer instanceof Answer.Row row ? of(row) : answer;
    }

    /** What he sees of a row. */
    Answer.Row of(Answer.Row row) {
        return columns.map(seen -> new Answer.Row(row.proof(), Members.only(seen, row.document())))
                .orElse(row);
    }

    /** What he sees of a change. */
    ChangeEntry of(ChangeEntry change) {
        if (columns.isPresent() && change.kind() == ChangeEntry.Kind.ROW) {
            return change.with(Members.only(columns.get(), change.document()));
        }
        return change;
    }

    private boolean shows(Column column, Set<String> seen) {
        int at = table.columns().indexOf(column);
        return table.form().members().stream()
                .anyMatch(member -> member.column() == at && seen.contains(member.name()));
    }
}
