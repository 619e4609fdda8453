package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Write;
import java.util.Comparator;
import java.util.List;

/**
 * What one key was, one after the other. Only what may have been committed is in it. Index 0 is what it was at first; all
 * indexes beyond are in the order of the commits.
 */
final class Versions {

    private static final int NONE = -1;

    private final List<Write> writes;

    /** When what stood there was surely replaced; never shrinks from one index to the next. */
    private final long[] replaced;

    /** The next index at which the row was gone, this one included. */
    private final int[] nextAbsent;

    private Versions(List<Write> writes) {
        this.writes = writes;
        this.replaced = new long[writes.size()];
        this.nextAbsent = new int[writes.size()];
        long earliest = Long.MAX_VALUE;
        int absent = NONE;
        for (int i = writes.size() - 1; i >= 0; i--) {
            Write write = writes.get(i);
            replaced[i] = earliest;
            absent = write.deletes() ? i : absent;
            nextAbsent[i] = absent;
            // Whether one of unknown outcome has replaced anything is not sure before a later one has.
            earliest = write.outcome() == Outcome.COMMITTED ? Math.min(earliest, write.end()) : earliest;
        }
    }

    static Versions of(List<Write> writes) {
        return new Versions(writes.stream()
                .filter(write -> write.outcome() != Outcome.ROLLED_BACK)
                .sorted(Comparator.comparingLong(Write::version))
                .toList());
    }

    /** The least index at or after {@code from} at which the key was so; negative where there is none. */
    int find(long version, int from) {
        if (version == Operation.ABSENT) {
            return from < nextAbsent.length ? nextAbsent[from] : NONE;
        }
        int low = 0;
        int high = writes.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = writes.get(middle).version();
            if (found == version) {
                return middle >= from && !writes.get(middle).deletes() ? middle : NONE;
            }
            if (found < version) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    /** The least index that nothing had surely replaced before a moment. */
    int freshAt(long moment) {
        int low = 0;
        int high = writes.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (replaced[middle] < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Write get(int index) {
        return writes.get(index);
    }

    /** Whether the key may be so after everything: it is the last commit's, or that of one of unknown outcome after it. */
    boolean mayEndWith(long version) {
        return find(version, freshAt(Long.MAX_VALUE)) >= 0;
    }
}
