package dev.lockstep.reader.lookup;

import dev.lockstep.cache.table.RowKey;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.source.RowRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has been found of a batch, and what of it is answered: only so many bytes. Not thread safe. */
final class BatchRoom {

    private final int most;
    private final Map<RowKey, Answer> found = new HashMap<>();
    private long bytes;

    /**
     * Nothing yet.
     *
     * @param most bytes of rows that are answered; a single one may have more
     */
    BatchRoom(int most) {
        this.most = most;
    }

    /** Adds what was found, for each row. */
    void add(List<RowRequest> rows, List<Answer> answers) {
        for (int i = 0; i < rows.size(); i++) {
            found.put(rows.get(i).key(), answers.get(i));
            bytes += size(answers.get(i));
        }
    }

    /** Whether there is no need to look for more. */
    boolean isFull() {
        return bytes >= most;
    }

    /** For each of these rows, of which some may be the same: what was found, or that there is no room for it any more. */
    List<Answer> answers(List<RowRequest> rows) {
        List<Answer> answers = new ArrayList<>(rows.size());
        long taken = 0;
        for (RowRequest row : rows) {
            Answer answer = found.get(row.key());
            long size = answer == null ? most : size(answer);
            if (answer != null && (size == 0 || taken == 0 || taken + size <= most)) {
                answers.add(answer);
                taken += size;
            } else {
                answers.add(new Answer.Unavailable(Lack.ROOM));
                // A smaller row behind it may not have been looked up at all.
                taken = most;
            }
        }
        return answers;
    }

    private static long size(Answer answer) {
        return answer instanceof Answer.Row row ? row.document().remaining() : 0;
    }
}
