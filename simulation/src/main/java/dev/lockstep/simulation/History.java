package dev.lockstep.simulation;

import dev.lockstep.simulation.Transaction.RowChange;
import dev.lockstep.simulation.model.Change;
import java.util.Arrays;
import java.util.BitSet;

/** The truth, which only the judge knows: every state of every row in commit order, and what became of its transaction. */
final class History {

    private static final int NEVER = Integer.MAX_VALUE;

    private final int[][] versions;
    private final int[] counts;
    private final int[] acknowledged = new int[Transaction.MOST];
    private final BitSet deleted = new BitSet();
    private long lost;

    History(int keys) {
        versions = new int[keys][Transaction.MOST * 3 + 1];
        counts = new int[keys];
        Arrays.fill(counts, 1);
        Arrays.fill(acknowledged, NEVER);
    }

    void add(Transaction transaction) {
        for (RowChange row : transaction.rows()) {
            versions[row.key()][counts[row.key()]++] = row.version();
            if (row.kind() == Change.Kind.DELETED) {
                deleted.set(row.version());
            }
        }
    }

    void acknowledge(Transaction transaction, int moment) {
        acknowledged[transaction.number()] = Math.min(acknowledged[transaction.number()], moment);
    }

    void lose(Transaction transaction) {
        lost |= transaction.bit();
    }

    /** Whether the state's transaction is on no writer any more. */
    boolean isLost(int version) {
        return (lost & 1L << Transaction.transactionOf(version)) != 0;
    }

    boolean isDeleted(int version) {
        return deleted.get(version);
    }

    /** The last state not after {@code version} whose transaction was not lost. */
    int surviving(int key, int version) {
        for (int i = counts[key] - 1; i > 0; i--) {
            int each = versions[key][i];
            if (each <= version && !isLost(each)) {
                return each;
            }
        }
        return 0;
    }

    /** The state of a row after a set of transactions, and the first {@code rows} changes of one more. */
    int after(int key, long transactions, long half, long rows) {
        for (int i = counts[key] - 1; i > 0; i--) {
            int version = versions[key][i];
            long bit = 1L << Transaction.transactionOf(version);
            boolean whole = (transactions & bit) != 0;
            boolean part = (half & bit) != 0 && version % Transaction.ROWS <= rows;
            if ((whole || part) && !isLost(version)) {
                return version;
            }
        }
        return 0;
    }

    /** The state of a row of which a client had been told before a moment. */
    int acknowledgedBefore(int key, long moment) {
        for (int i = counts[key] - 1; i > 0; i--) {
            int version = versions[key][i];
            if (acknowledged[Transaction.transactionOf(version)] < moment && !isLost(version)) {
                return version;
            }
        }
        return 0;
    }
}
