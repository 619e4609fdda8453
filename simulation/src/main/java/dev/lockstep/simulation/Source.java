package dev.lockstep.simulation;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.simulation.Transaction.RowChange;
import dev.lockstep.simulation.model.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The writer: which server it is, what is on its way to being visible, and, for the judge alone, the whole history of every
 * row. A transaction is in the binlog first, visible later, executed and acknowledged last; until it is visible it locks its
 * rows.
 */
final class Source {

    private final SplittableRandom random;
    private final Trace trace;
    private final int keys;
    private final List<Server> former = new ArrayList<>();
    private final List<Transaction> pending = new ArrayList<>();
    private final List<Transaction> shown = new ArrayList<>();
    private final History history;
    private Server current;
    private int servers;
    private int next = 1;

    Source(int keys, SplittableRandom random, Trace trace) {
        this.keys = keys;
        this.random = random;
        this.trace = trace;
        this.history = new History(keys);
        history.acknowledge(new Transaction(0, List.of(), false), 0);
        this.current = new Server("s0", new int[keys], 1, begin());
    }

    Server current() {
        return current;
    }

    History history() {
        return history;
    }

    /** A server to read from: mostly the writer, now and then one that was the writer once. */
    Server anyServer() {
        return former.isEmpty() || random.nextInt(4) > 0 ? current : former.get(random.nextInt(former.size()));
    }

    boolean isQuiet() {
        return pending.isEmpty() && shown.isEmpty();
    }

    /** A transaction is written to the binlog. */
    void write() {
        if (next >= Transaction.MOST || pending.size() >= 2) {
            return;
        }
        boolean clears = random.nextInt(12) == 0;
        if (clears && !pending.isEmpty()) {
            return;
        }
        List<RowChange> rows = new ArrayList<>();
        int count = clears ? keys : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int key = clears ? i : random.nextInt(keys);
            if (!isLocked(key)) {
                rows.add(new RowChange(key, clears ? Change.Kind.DELETED : kind(), Transaction.version(next, i + 1)));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        Transaction transaction = new Transaction(next++, List.copyOf(rows), clears);
        history.add(transaction);
        current.log(transaction, 10 + random.nextInt(90));
        pending.add(transaction);
        trace.say(
                "source",
                () -> transaction + " is in the binlog of " + current.name() + ", which ends at " + current.end());
    }

    /** Rows of a transaction become visible. */
    void show() {
        if (!pending.isEmpty()) {
            Transaction transaction = pending.remove(random.nextInt(pending.size()));
            current.show(transaction);
            shown.add(transaction);
            say(transaction, "is visible");
        }
    }

    /** A transaction counts as executed, and the client is told. */
    void acknowledge(int moment) {
        if (!shown.isEmpty()) {
            Transaction transaction = shown.removeFirst();
            current.execute(transaction);
            history.acknowledge(transaction, moment);
            say(transaction, "is executed and acknowledged");
        }
    }

    void rotate() {
        current.rotate();
    }

    void purge() {
        current.purge(1 + random.nextInt(current.binlog().size() + 1));
        trace.say("source", () -> "purged " + Gtids.text(current.purged()));
    }

    /** Another server becomes the writer and lacks the last {@code lost} transactions of the binlog. */
    void failOver(int lost, int moment) {
        Server other = replica(lost);
        for (Server.Logged each : other.binlog()) {
            history.acknowledge(each.transaction(), moment);
        }
        replace(other, "fails over to %s, %d lost".formatted(other.name(), lost));
    }

    /** The data of a moment, restored under other transaction numbers. */
    void restore(int lost) {
        if (next < Transaction.MOST) {
            int[] rows = replica(lost).rows();
            Transaction load = new Transaction(next++, List.of(), false);
            history.add(load);
            Server other = new Server("s" + servers, rows, load.bit(), begin());
            replace(other, "is restored as %s, %d lost".formatted(other.name(), lost));
        }
    }

    private Server replica(int lost) {
        List<Server.Logged> log = current.binlog();
        Server other = current.sibling("s" + ++servers, begin());
        for (int i = 0; i < log.size(); i++) {
            Transaction transaction = log.get(i).transaction();
            if (i < log.size() - lost) {
                other.log(transaction, 10 + random.nextInt(90));
                other.show(transaction);
                other.execute(transaction);
                if (random.nextInt(4) == 0) {
                    other.rotate();
                }
            } else {
                history.lose(transaction);
            }
        }
        return other;
    }

    private void replace(Server other, String how) {
        former.add(current);
        current = other;
        pending.clear();
        shown.clear();
        trace.say("source", () -> how + "; it ends at " + other.end());
    }

    private boolean isLocked(int key) {
        return pending.stream().anyMatch(each -> each.rows().stream().anyMatch(row -> row.key() == key));
    }

    private Change.Kind kind() {
        int draw = random.nextInt(10);
        return draw == 0 ? Change.Kind.UNCLEAR : draw < 3 ? Change.Kind.DELETED : Change.Kind.WRITTEN;
    }

    private Coordinate begin() {
        return new Coordinate(1 + random.nextInt(3), 4 + random.nextInt(200));
    }

    private void say(Transaction transaction, String what) {
        trace.say("source", () -> "T" + transaction.number() + " " + what);
    }
}
