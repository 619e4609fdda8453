package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How fast a backlog is applied: rows are written while nobody reads the binlog, then the worker is launched, cold, as after a
 * deployment. Measured from the first row that Redis has to the last. With {@code -Dlockstep.debezium-server=FOLDER}, Debezium
 * Server has to do the same with the same rows, in turns with the worker.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.lockstep.benchmarks.Drain [rows] [rows per transaction] [runs]</pre>
 */
public final class Drain {

    /** Asking more often takes from the two cores what is to be measured: at 2 ms it was a seventh, at 20 ms a thirtieth. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final int rows;
    private final int rowsPerTransaction;
    private final MySqlServer mysql;
    private final RedisServer redis;

    private Drain(int rows, int rowsPerTransaction, MySqlServer mysql, RedisServer redis) {
        this.rows = rows;
        this.rowsPerTransaction = rowsPerTransaction;
        this.mysql = mysql;
        this.redis = redis;
    }

    public static void main(String[] arguments) throws SQLException {
        int rows = argument(arguments, 0, 300_000);
        int perTransaction = argument(arguments, 1, 10);
        int runs = argument(arguments, 2, 3);
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start()) {
            Drain drain = new Drain(rows, perTransaction, mysql, redis);
            drain.createTable();
            List<Drainer> drainers = new ArrayList<>(List.of(new LockstepWorker(mysql, redis)));
            DebeziumServer.find(mysql, redis).ifPresent(drainers::add);
            try {
                drain.run(runs, drainers);
            } finally {
                drainers.forEach(Drainer::close);
            }
        }
    }

    private void run(int runs, List<Drainer> drainers) throws SQLException {
        drainers.forEach(Drainer::begin);
        for (int run = 1; run <= runs; run++) {
            Backlog.write(mysql, rows, rowsPerTransaction);
            for (Drainer drainer : drainers) {
                drain(run, drainer);
            }
        }
    }

    private void drain(int run, Drainer drainer) {
        Drainer.Progress progress = drainer.expect(rows);
        long limit = System.nanoTime() + LONGEST.toNanos();
        long launched = System.nanoTime();
        double redisBefore = Load.micros(List.of(redis.pid()));
        long first;
        long end;
        double own;
        try (ServiceProcess process = ServiceProcess.launch(drainer.options())) {
            first = await(limit, process, progress::begun);
            end = await(limit, process, progress::ended);
            own = Load.micros(List.of(process.pid()));
        }
        double seconds = (end - first) / 1e9;
        System.out.printf(
                "run %d: %s: %,d rows, %d a transaction: drained in %.2f s, %,.0f rows/s (first row %.2f s after launch;"
                        + " CPU for a row, with the launch: its own %.0f µs, Redis' %.0f µs)%n",
                run,
                drainer.name(),
                rows,
                rowsPerTransaction,
                seconds,
                rows / seconds,
                (first - launched) / 1e9,
                own / rows,
                (Load.micros(List.of(redis.pid())) - redisBefore) / rows);
    }

    private static long await(long limit, ServiceProcess process, BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > limit || !process.isAlive()) {
                throw new IllegalStateException("not drained, see " + process.logFile());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return System.nanoTime();
    }

    private void createTable() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE heroes");
            statement.execute("CREATE TABLE heroes.hero (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
                    + " power VARCHAR(100), xp INT NOT NULL DEFAULT 0, color VARCHAR(30))");
        }
    }

    private static int argument(String[] arguments, int index, int usual) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : usual;
    }
}
