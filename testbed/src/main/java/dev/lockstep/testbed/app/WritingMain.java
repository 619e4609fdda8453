package dev.lockstep.testbed.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The writing app as a process of its own, for a database that is there already: {@code MYSQL_URL} (a JDBC address without a
 * schema), {@code MYSQL_USER}, {@code MYSQL_PASS}. Writes until it is told to stop.
 */
public final class WritingMain {

    private static final int WRITERS = 4;
    private static final int ROWS_PER_SECOND = 200;
    private static final int LARGEST_ID = 2_000;

    private WritingMain() {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Map<String, String> environment = System.getenv();
        String url = needed(environment, "MYSQL_URL");
        String user = needed(environment, "MYSQL_USER");
        String password = environment.getOrDefault("MYSQL_PASS", "");
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection
                    .createStatement()
                    .executeQuery("SELECT 1 FROM heroes.hero LIMIT 1")
                    .close();
        }
        WritingOptions options =
                new WritingOptions(url, user, password, System.nanoTime(), WRITERS, ROWS_PER_SECOND, LARGEST_ID);
        WritingApp app = WritingApp.start(options);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(app::close));
        new CountDownLatch(1).await();
    }

    private static String needed(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing (expected: it in the environment)");
        }
        return value;
    }
}
