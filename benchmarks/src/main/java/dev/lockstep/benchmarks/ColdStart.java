package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the database has to bear when the cache is empty and very many clients come at once, each on a connection of its own: rows
 * that it reads and connections that are busy there, second by second, beside what the reader's settings allow. Needs wrk, and
 * {@code ulimit -n} above the number of clients.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.lockstep.benchmarks.ColdStart [clients] [seconds] [rows a second]</pre>
 */
public final class ColdStart {

    private static final int DOUBLINGS = 17;
    private static final int ROWS = 1 << DOUBLINGS;
    private static final int LOOKS_A_SECOND = 20;

    private static final String BUSY = "SELECT COUNT(*) FROM performance_schema.threads"
            + " WHERE PROCESSLIST_USER IS NOT NULL AND PROCESSLIST_COMMAND = 'Query'"
            + " AND PROCESSLIST_ID <> CONNECTION_ID()";

    private static final String READ =
            "SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Innodb_rows_read'";

    private ColdStart() {}

    /** One second. */
    private record Sample(long rows, long busy) {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        int clients = argument(arguments, 0, 10_000);
        int seconds = argument(arguments, 1, 15);
        int allowed = argument(arguments, 2, 2_000);
        try (MySqlServer mysql = MySqlServer.start();
                RedisServer redis = RedisServer.start()) {
            createTable(mysql);
            Services services = new Services(mysql, redis);
            try (ServiceProcess worker = ServiceProcess.start(services.worker(Map.of()));
                    ServiceProcess reader = ServiceProcess.start(
                            services.reader("cold", Map.of("READER_DB_ROWS", Integer.toString(allowed))))) {
                CompletableFuture<String> load = CompletableFuture.supplyAsync(() -> load(reader, clients, seconds));
                report(samples(mysql, seconds), clients, allowed);
                System.out.print(load.join());
                System.out.printf("the worker, meanwhile: %s%n", worker.isAlive() ? "there" : "gone");
            }
        }
    }

    private static String load(ServiceProcess reader, int clients, int seconds) {
        Path script = Load.script("""
                request = function() return wrk.format("GET", "/v1/hero/" .. math.random(%d)) end
                """.formatted(ROWS));
        return Load.output(List.of(
                "wrk",
                "--latency",
                "-t1",
                "-c" + clients,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                reader.http().toString()));
    }

    private static List<Sample> samples(MySqlServer mysql, int seconds) throws SQLException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            long before = number(statement, READ);
            for (int i = 0; i < seconds; i++) {
                long busy = 0;
                for (int look = 0; look < LOOKS_A_SECOND; look++) {
                    TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_A_SECOND);
                    busy = Math.max(busy, number(statement, BUSY));
                }
                long now = number(statement, READ);
                samples.add(new Sample(now - before, busy));
                before = now;
            }
        }
        return samples;
    }

    private static void report(List<Sample> samples, int clients, int allowed) {
        System.out.printf("%,d clients, an empty cache, %,d rows a second allowed%n", clients, allowed);
        System.out.println("rows read in each second: "
                + samples.stream().map(each -> "%,d".formatted(each.rows())).collect(Collectors.joining(" ")));
        System.out.println("statements at once, at most: "
                + samples.stream().mapToLong(Sample::busy).max().orElse(0));
    }

    private static long number(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void createTable(MySqlServer mysql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE heroes");
            statement.execute("CREATE TABLE heroes.hero (id INT PRIMARY KEY, name VARCHAR(100), xp INT)");
            statement.execute("INSERT INTO heroes.hero VALUES (1, 'Storm', 7)");
            for (int i = 0; i < DOUBLINGS; i++) {
                statement.execute(
                        "INSERT INTO heroes.hero SELECT id + %d, name, xp FROM heroes.hero".formatted(1 << i));
            }
        }
    }

    private static int argument(String[] arguments, int index, int usual) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : usual;
    }
}
