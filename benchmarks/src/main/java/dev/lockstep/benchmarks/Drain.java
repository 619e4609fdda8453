package dev.lockstep.benchmarks;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceOptions;
import dev.lockstep.testbed.server.ServiceProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * How fast a backlog is applied: rows are written while the worker is down, then the worker is started, cold, as after a
 * deployment. Measured from the first row that Redis has to the last.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.lockstep.benchmarks.Drain [rows] [rows per transaction] [runs]</pre>
 */
public final class Drain {

    /** Asking more often takes from the two cores what is to be measured: at 2 ms it was a seventh. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final int rows;
    private final int rowsPerTransaction;
    private final MySqlServer mysql;
    private final RedisCache cache;
    private final ServiceOptions worker;

    private Drain(int rows, int rowsPerTransaction, MySqlServer mysql, RedisServer redis) {
        this.rows = rows;
        this.rowsPerTransaction = rowsPerTransaction;
        this.mysql = mysql;
        this.cache = RedisCache.connect(
                new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5)), new KeyLayout("lockstep", 1));
        this.worker = new Services(mysql, redis).worker(Map.of());
    }

    public static void main(String[] arguments) throws SQLException {
        int rows = argument(arguments, 0, 300_000);
        int perTransaction = argument(arguments, 1, 10);
        int runs = argument(arguments, 2, 3);
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start()) {
            Drain drain = new Drain(rows, perTransaction, mysql, redis);
            drain.createTable();
            ServiceProcess.start(drain.worker).close();
            for (int run = 1; run <= runs; run++) {
                drain.run(run);
            }
            drain.cache.close();
        }
    }

    private void run(int run) throws SQLException {
        Backlog.write(mysql, rows, rowsPerTransaction);
        Position stood = progress().position();
        String last = executed();
        long limit = System.nanoTime() + LONGEST.toNanos();
        long launched = System.nanoTime();
        long first;
        long end;
        try (ServiceProcess process = ServiceProcess.launch(worker)) {
            first = await(limit, process, progress -> progress.position().compareTo(stood) > 0);
            end = await(limit, process, progress -> progress.gtids().equals(last));
        }
        double seconds = (end - first) / 1e9;
        System.out.printf(
                "run %d: %,d rows, %d a transaction: drained in %.2f s, %,.0f rows/s (first row %.2f s after launch)%n",
                run, rows, rowsPerTransaction, seconds, rows / seconds, (first - launched) / 1e9);
    }

    private long await(long limit, ServiceProcess process, Predicate<Progress> reached) {
        while (!reached.test(progress())) {
            if (System.nanoTime() > limit || !process.isAlive()) {
                throw new IllegalStateException("not drained, see " + worker.log());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return System.nanoTime();
    }

    private Progress progress() {
        return cache.watermark(0).toCompletableFuture().join().orElseThrow().progress();
    }

    private void createTable() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE heroes");
            statement.execute("CREATE TABLE heroes.hero (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
                    + " power VARCHAR(100), xp INT NOT NULL DEFAULT 0, color VARCHAR(30))");
        }
    }

    private String executed() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT REPLACE(@@global.gtid_executed, '\n', '')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static int argument(String[] arguments, int index, int usual) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : usual;
    }
}
