package dev.lockstep.cache.table;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table stand in Redis.
 *
 * @param members of a document, in its order
 * @param conditions all of which a row has to meet to be kept; a row that does not is always read from the database
 * @param storage as what, under which names and how long
 */
public record Form(List<Member> members, List<Condition> conditions, Storage storage) {

    public Form {
        members = List.copyOf(members);
        conditions = List.copyOf(conditions);
    }

    /** All rows, with all columns as they are. */
    static Form plain(List<Column> columns) {
        return new Form(
                IntStream.range(0, columns.size())
                        .mapToObj(at -> new Member(at, columns.get(at).name(), Mask.NONE))
                        .toList(),
                List.of(),
                Storage.USUAL);
    }

    /**
     * Whether a row is kept.
     *
     * @param values in the order of the table's columns
     */
    public boolean keeps(List<? extends @Nullable Object> values) {
        for (Condition each : conditions) {
            if (!each.holds(values)) {
                return false;
            }
        }
        return true;
    }

    /** What of it makes other entries than before. */
    String shape() {
        return "Form[members=%s, conditions=%s%s]"
                .formatted(
                        members,
                        conditions,
                        storage.shape().equals(Storage.USUAL.shape()) ? "" : ", " + storage.shape());
    }
}
