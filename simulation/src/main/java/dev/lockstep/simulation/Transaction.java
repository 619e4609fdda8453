package dev.lockstep.simulation;

import dev.lockstep.simulation.model.Change;
import java.util.List;

/**
 * A transaction of the source, the same on every server that has it. Its number is its GTID; numbers grow in commit order.
 *
 * @param rows what it changes, in order; for TRUNCATE every key is gone
 * @param clears whether it is a TRUNCATE
 */
record Transaction(int number, List<RowChange> rows, boolean clears) {

    /** The most that fit into a set. */
    static final int MOST = 62;

    /** The most rows that one of them may have. */
    static final int ROWS = 8;

    /** What a row becomes; the version says in which commit order and under which transaction. */
    record RowChange(int key, Change.Kind kind, int version) {}

    static int version(int transaction, int ordinal) {
        return transaction * ROWS + ordinal;
    }

    static int transactionOf(int version) {
        return version / ROWS;
    }

    /** Sets of transactions are the bits of a number. */
    long bit() {
        return 1L << number;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("T").append(number).append(clears ? " TRUNCATE" : "");
        for (RowChange row : rows) {
            text.append(" k")
                    .append(row.key())
                    .append("=v")
                    .append(row.version())
                    .append('/')
                    .append(row.kind());
        }
        return text.toString();
    }
}
