package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows that nobody else writes, so that it knows the order of their versions, and records what became of each. Every
 * transaction touches a row once at the most. Not thread safe.
 */
final class CounterWriter implements AutoCloseable {

    private static final int MOST_STATEMENTS = 3;
    private static final int MOST_ROWS = 3;
    private static final int ROLLED_BACK_ONE_IN = 12;

    private final Connector connector;
    private final Recorder recorder;
    private final Random random;
    private final List<Integer> keys;
    private final Set<Integer> present = new HashSet<>();
    private final List<Statement> statements = new ArrayList<>();
    private long version;
    private Connection connection;
    private @Nullable String token;

    /** Makes a connection, of which autocommit is off. */
    @FunctionalInterface
    interface Connector {
        /** Tries until it works. */
        Connection connect() throws InterruptedException;
    }

    @FunctionalInterface
    private interface Statement {
        void run(CounterRows rows) throws SQLException;
    }

    CounterWriter(List<Integer> keys, long seed, Connector connector, Recorder recorder) throws InterruptedException {
        this.keys = new ArrayList<>(keys);
        this.random = new Random(seed);
        this.connector = connector;
        this.recorder = recorder;
        this.connection = connector.connect();
    }

    /** Does one transaction and says how many rows were in it. */
    int writeOnce() throws InterruptedException {
        List<Planned> plan = plan();
        execute(plan, random.nextInt(ROLLED_BACK_ONE_IN) == 0);
        return plan.size();
    }

    /** Commits a row, however often that has to be tried, and says with which version. */
    long put(int key) throws InterruptedException {
        while (true) {
            statements.clear();
            version++;
            List<Planned> plan = List.of(new Planned(key, version, false));
            List<Long> versions = List.of(version);
            statements.add(rows -> rows.replace(List.of(key), versions));
            if (execute(plan, false) == Outcome.COMMITTED) {
                return version;
            }
        }
    }

    /** With which a reader can be asked for what the last commit wrote; nothing where that is not known. */
    @Nullable
    String token() {
        return token;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // A connection that cannot be closed any more is none.
        }
    }

    /** One row of a transaction. */
    private static final class Planned {

        private final int key;
        private final long version;
        private final boolean deletes;
        private long begin;

        private Planned(int key, long version, boolean deletes) {
            this.key = key;
            this.version = version;
            this.deletes = deletes;
        }

        private Write ended(Outcome outcome, long end, @Nullable String token) {
            return new Write(key, version, deletes, begin, end, outcome, token);
        }
    }

    private List<Planned> plan() {
        statements.clear();
        Collections.shuffle(keys, random);
        List<Planned> plan = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_STATEMENTS);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int wanted = 1 + random.nextInt(MOST_ROWS);
            List<Integer> chosen = alike(at, wanted);
            at += wanted;
            plan.addAll(planStatement(chosen));
        }
        return plan;
    }

    /** Of the next rows, those that are there or those that are not, as the first one is. */
    private List<Integer> alike(int from, int wanted) {
        List<Integer> next = keys.subList(Math.min(from, keys.size()), Math.min(from + wanted, keys.size()));
        return next.stream()
                .filter(key -> present.contains(key) == present.contains(next.getFirst()))
                .toList();
    }

    private List<Planned> planStatement(List<Integer> chosen) {
        if (chosen.isEmpty()) {
            return List.of();
        }
        boolean there = present.contains(chosen.getFirst());
        boolean deletes = there && random.nextInt(6) == 0;
        List<Planned> rows = new ArrayList<>();
        for (int key : chosen) {
            version++;
            rows.add(new Planned(key, version, deletes));
        }
        List<Long> versions = rows.stream().map(row -> row.version).toList();
        statements.add(statement(chosen, versions, there, deletes));
        return rows;
    }

    private Statement statement(List<Integer> chosen, List<Long> versions, boolean there, boolean deletes) {
        if (deletes) {
            return rows -> rows.delete(chosen);
        }
        return switch (random.nextInt(5)) {
            case 0 -> rows -> rows.replace(chosen, versions);
            case 1 -> rows -> rows.insertOrUpdate(chosen, versions);
            default -> there ? rows -> rows.update(chosen, versions) : rows -> rows.insert(chosen, versions);
        };
    }

    private Outcome execute(List<Planned> plan, boolean rollsBack) throws InterruptedException {
        boolean asked = false;
        try {
            CounterRows rows = new CounterRows(connection);
            for (Statement statement : statements) {
                statement.run(rows);
            }
            if (rollsBack) {
                connection.rollback();
                return ended(plan, Outcome.ROLLED_BACK);
            }
            begin(plan);
            asked = true;
            connection.commit();
            return ended(plan, Outcome.COMMITTED);
        } catch (SQLException e) {
            reconnect();
            // A commit that was never asked for never happens: the server undoes what a lost connection leaves.
            return asked ? settle(plan) : ended(plan, Outcome.ROLLED_BACK);
        }
    }

    private void reconnect() throws InterruptedException {
        close();
        connection = connector.connect();
    }

    private void begin(List<Planned> plan) {
        long now = recorder.now();
        plan.forEach(row -> row.begin = now);
    }

    private Outcome ended(List<Planned> plan, Outcome outcome) {
        long now = recorder.now();
        String token = outcome == Outcome.COMMITTED ? executed() : null;
        for (Planned row : plan) {
            recorder.add(row.ended(outcome, now, token));
            if (outcome == Outcome.COMMITTED) {
                note(row);
            }
        }
        return outcome;
    }

    /** Everything that is committed by now, as a client can hand it to a reader; nothing where it cannot be found out. */
    private @Nullable String executed() {
        try {
            token = new CounterRows(connection).executed();
        } catch (SQLException e) {
            token = null;
        }
        return token;
    }

    private void note(Planned row) {
        if (row.deletes) {
            present.remove(row.key);
        } else {
            present.add(row.key);
        }
    }

    /** Finds out what became of a commit when the connection broke; the rows are locked until that is decided. */
    private Outcome settle(List<Planned> plan) throws InterruptedException {
        List<Integer> touched = plan.stream().map(row -> row.key).toList();
        while (true) {
            try {
                Map<Integer, Long> found = new CounterRows(connection).look(touched);
                connection.rollback();
                return ended(plan, happened(plan, found) ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
            } catch (SQLException e) {
                reconnect();
            }
        }
    }

    /** All of a transaction or nothing; any row tells, as each is there in one of the two cases at least. */
    private static boolean happened(List<Planned> plan, Map<Integer, Long> found) {
        Planned first = plan.getFirst();
        return first.deletes
                ? !found.containsKey(first.key)
                : found.getOrDefault(first.key, Operation.ABSENT) == first.version;
    }
}
