package dev.lockstep.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Writes to the heroes all the time, whatever they look like just now; where there are none, that does no harm. */
final class SchemaWriter implements AutoCloseable {

    /** Leaves the services something of a small machine. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);

    /** Rows that come and go are beyond these. */
    private static final int FIRST_PASSING = 1_000;

    /** No table, no such column, an old shape, no partition for it, a deadlock, a wait that was too long. */
    private static final Set<Integer> EXPECTED = Set.of(1146, 1054, 1412, 1526, 1213, 1205);

    private final Stack stack;
    private final int heroes;
    private final AtomicInteger written = new AtomicInteger();
    private final CompletableFuture<Void> writing;
    private volatile boolean ended;

    SchemaWriter(Stack stack, int heroes) {
        this.stack = stack;
        this.heroes = heroes;
        this.writing = CompletableFuture.runAsync(this::write, Thread::startVirtualThread);
    }

    /** How many statements have succeeded. */
    int written() {
        return written.get();
    }

    private void write() {
        Random random = new Random();
        try (Connection connection = stack.mysql().connect("heroes");
                Statement statement = connection.createStatement()) {
            while (!ended) {
                write(statement, random);
                LockSupport.parkNanos(PAUSE);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write on", e);
        }
    }

    private void write(Statement statement, Random random) throws SQLException {
        int passing = FIRST_PASSING + random.nextInt(heroes);
        try {
            statement.execute(
                    switch (random.nextInt(4)) {
                        case 0 -> "REPLACE INTO hero (id, name, xp) VALUES (%d, 'passing', 1)".formatted(passing);
                        case 1 -> "DELETE FROM hero WHERE id = %d".formatted(passing);
                        default -> "UPDATE hero SET xp = xp + 1 WHERE id = %d".formatted(1 + random.nextInt(heroes));
                    });
            written.incrementAndGet();
        } catch (SQLException e) {
            if (!EXPECTED.contains(e.getErrorCode())) {
                throw e;
            }
        }
    }

    /** Fails where it could not go on. */
    @Override
    public void close() {
        ended = true;
        writing.join();
    }
}
