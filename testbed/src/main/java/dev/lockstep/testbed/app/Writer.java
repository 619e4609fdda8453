package dev.lockstep.testbed.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One connection that writes: statements by themselves, and in transactions of which some are rolled back. */
final class Writer {

    private static final int MOST_IN_TRANSACTION = 6;

    /** What one statement does; says how many rows it has changed. */
    @FunctionalInterface
    private interface Write {
        int run() throws SQLException;
    }

    private final Connection connection;
    private final RandomGenerator random;
    private final Tally tally;
    private final List<Write> writes;

    /** Counts of all writers together. */
    record Tally(LongAdder rows, LongAdder transactions, LongAdder rolledBack) {
        Tally() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        WriteCounts counts() {
            return new WriteCounts(rows.sum(), transactions.sum(), rolledBack.sum());
        }
    }

    Writer(Connection connection, RandomGenerator random, WritingOptions options, Tally tally) {
        this.connection = connection;
        this.random = random;
        this.tally = tally;
        HeroWrites heroes = new HeroWrites(connection, random, options.largestId());
        RentalWrites rental = new RentalWrites(connection, random);
        // As often as they stand here; what adds rows and what removes them balances.
        List<Write> toHeroes = List.of(
                heroes::update,
                heroes::update,
                heroes::update,
                heroes::update,
                heroes::update,
                heroes::update,
                heroes::updateSeveral,
                heroes::updateSeveral,
                heroes::insert,
                heroes::insertSeveral,
                heroes::recruit,
                heroes::delete,
                heroes::delete,
                heroes::delete,
                heroes::deleteSeveral,
                heroes::replace,
                heroes::insertOrUpdate,
                heroes::changeKey,
                heroes::shiftKeys);
        this.writes = options.rental()
                ? Stream.concat(toHeroes.stream(), toHeroes.stream().map(each -> rental::any))
                        .toList()
                : toHeroes;
    }

    /** Does one transaction and says how many rows it has changed, committed or not. */
    int writeOnce() throws SQLException {
        boolean several = random.nextInt(4) == 0;
        boolean commits = !several || random.nextInt(4) != 0;
        int statements = several ? 2 + random.nextInt(MOST_IN_TRANSACTION - 1) : 1;
        return transaction(statements, commits);
    }

    private int transaction(int statements, boolean commits) throws SQLException {
        connection.setAutoCommit(false);
        int rows = 0;
        try {
            for (int i = 0; i < statements; i++) {
                rows += statement();
            }
            end(commits, rows);
        } catch (SQLTransactionRollbackException e) {
            // A deadlock with another writer: the server has undone all of it.
            end(false, rows);
        } finally {
            connection.setAutoCommit(true);
        }
        return rows;
    }

    private int statement() throws SQLException {
        try {
            return writes.get(random.nextInt(writes.size())).run();
        } catch (SQLIntegrityConstraintViolationException e) {
            // The key was taken: this statement did nothing, the transaction goes on.
            return 0;
        }
    }

    private void end(boolean commits, int rows) throws SQLException {
        if (commits) {
            connection.commit();
            tally.rows().add(rows);
            tally.transactions().increment();
        } else {
            connection.rollback();
            tally.rolledBack().increment();
        }
    }
}
