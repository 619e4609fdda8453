package dev.lockstep.simulation;

import dev.lockstep.cache.position.Coordinate;
import java.util.ArrayList;
import java.util.List;

/**
 * A database server: a binlog in coordinates of its own, rows that SELECT shows later, and sets of transactions that say so
 * later still.
 */
final class Server {

    /** A transaction in the binlog: from its start to its end, where the next may start. */
    record Logged(Transaction transaction, Coordinate start, Coordinate end) {}

    private final String name;
    private final List<Logged> binlog = new ArrayList<>();
    private final int[] first;
    private final long firstExecuted;
    private final int[] visible;
    private Coordinate end;
    private long executed;
    private long purged;

    /**
     * A server whose binlog begins.
     *
     * @param rows what it holds without the binlog
     * @param executed the transactions that made it so
     */
    Server(String name, int[] rows, long executed, Coordinate begin) {
        this.name = name;
        this.first = rows.clone();
        this.firstExecuted = executed;
        this.visible = rows.clone();
        this.executed = executed;
        this.purged = executed;
        this.end = begin;
    }

    String name() {
        return name;
    }

    /** Where the binlog ends; ahead of what is visible. */
    Coordinate end() {
        return end;
    }

    /** What is visible for certain. */
    long executed() {
        return executed;
    }

    /** What is in the binlog and not executed yet. */
    long owned() {
        long owned = 0;
        for (Logged each : binlog) {
            owned |= each.transaction().bit() & ~executed;
        }
        return owned;
    }

    /** What the binlog no longer has. */
    long purged() {
        return purged;
    }

    List<Logged> binlog() {
        return binlog;
    }

    /** SELECT: which state of the row. */
    int select(int key) {
        return visible[key];
    }

    /** A server that began in the same state, with nothing in its binlog. */
    Server sibling(String other, Coordinate begin) {
        return new Server(other, first, firstExecuted, begin);
    }

    int[] rows() {
        return visible.clone();
    }

    void log(Transaction transaction, int bytes) {
        Coordinate start = end;
        end = new Coordinate(start.file(), start.offset() + bytes);
        binlog.add(new Logged(transaction, start, end));
    }

    void rotate() {
        end = new Coordinate(end.file() + 1, 4);
    }

    void show(Transaction transaction) {
        transaction.rows().forEach(row -> visible[row.key()] = row.version());
    }

    void execute(Transaction transaction) {
        executed |= transaction.bit();
    }

    /** Forgets the oldest {@code count} transactions of the binlog, as far as they are executed. */
    void purge(int count) {
        for (int i = 0; i < Math.min(count, binlog.size()); i++) {
            Transaction oldest = binlog.get(i).transaction();
            if (!Gtids.contains(executed, oldest.bit())) {
                return;
            }
            purged |= oldest.bit();
        }
    }
}
