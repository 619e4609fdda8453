package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.app.RentalSchema;
import dev.lockstep.testbed.app.ServiceUser;
import dev.lockstep.testbed.server.FreePort;
import dev.lockstep.testbed.server.LogTail;
import dev.lockstep.testbed.server.MySqlOptions;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import dev.lockstep.testbed.server.ServiceProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A whole Lockstep: MySQL with the heroes, Redis, cdc-worker, reader-api. */
record Deployment(MySqlServer mysql, RedisServer redis, ServiceProcess worker, ServiceProcess reader, boolean rental) {

    /** How many heroes there are at first. */
    static final int HEROES = 300;

    private static final int TAIL = 20;

    /**
     * Starts one after the other; each is given to {@code closers} as soon as it runs, so that a failure half-way leaves
     * nothing behind.
     */
    static Deployment start(Path home, RunFolder folder, Places places, Screen screen, Closers closers)
            throws Exception {
        Services services = new Services(home, folder, places.rental());
        services.requireJars();
        MySqlServer mysql = closers.add(screen.step(
                "MySQL",
                () -> MySqlServer.start(mysqlOptions(folder, places)),
                server -> "%s:%d, version %s".formatted(server.host(), server.port(), version(server))));
        screen.step("heroes.hero", () -> createHeroes(mysql), heroes -> "%d heroes".formatted(heroes));
        if (places.rental()) {
            screen.step("rental", () -> createRental(mysql), tables -> "%d tables".formatted(tables));
        }
        RedisServer redis = closers.add(screen.step(
                "Redis",
                () -> RedisServer.start(redisOptions(folder, places)),
                server -> server.host() + ":" + server.port()));
        Services.Servers servers = new Services.Servers(mysql, redis);
        int workerPort = FreePort.forServer("cdc-worker", places.workerPort());
        ServiceProcess worker = closers.add(screen.step(
                "cdc-worker",
                () -> ServiceProcess.start(services.worker(servers, workerPort)),
                service -> service.http().toString()));
        int readerPort = FreePort.forServer("reader-api", places.readerPort());
        ServiceProcess reader = closers.add(screen.step(
                "reader-api",
                () -> ServiceProcess.start(services.reader(servers, readerPort)),
                service -> service.http().toString()));
        return new Deployment(mysql, redis, worker, reader, places.rental());
    }

    /** What has ended though nobody asked it to, in words; empty while everything runs. */
    Optional<String> casualty() {
        if (!mysql.isAlive()) {
            return Optional.of("MySQL has ended");
        }
        if (!redis.isAlive()) {
            return Optional.of("Redis has ended");
        }
        return casualty("cdc-worker", worker).or(() -> casualty("reader-api", reader));
    }

    private static Optional<String> casualty(String name, ServiceProcess service) {
        if (service.isAlive()) {
            return Optional.empty();
        }
        String tail = String.join(System.lineSeparator() + "  | ", LogTail.of(service.logFile(), TAIL));
        return Optional.of("%s has ended with exit code %d; the end of its log, %s:%n  | %s"
                .formatted(name, service.exitCode().orElse(-1), service.logFile(), tail));
    }

    private static MySqlOptions mysqlOptions(RunFolder folder, Places places) {
        MySqlOptions options = MySqlOptions.DEFAULT
                .asProcess()
                .withFolder(folder.server("mysql"))
                .withPort(places.mysqlPort())
                // Its data goes with it. With 1, threads of 8.0.12 that wait for the disk wake up 20,000 times a
                // second.
                .withArguments("--innodb-flush-log-at-trx-commit=2");
        return places.mysqld().map(options::withBinary).orElse(options);
    }

    private static RedisOptions redisOptions(RunFolder folder, Places places) {
        RedisOptions options = RedisOptions.DEFAULT
                .asProcess()
                .withFolder(folder.server("redis"))
                .withPort(places.redisPort());
        return places.redisServer().map(options::withBinary).orElse(options);
    }

    private static int createHeroes(MySqlServer mysql) throws SQLException {
        try (Connection connection = mysql.connect()) {
            HeroTable.create(connection, HEROES);
            ServiceUser.create(connection);
        }
        return HEROES;
    }

    private static int createRental(MySqlServer mysql) throws SQLException {
        try (Connection connection = mysql.connect()) {
            RentalSchema.create(connection);
            return RentalSchema.tables(connection).size();
        }
    }

    private static String version(MySqlServer mysql) {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT VERSION()")) {
            return rows.next() ? rows.getString(1) : "unknown";
        } catch (SQLException e) {
            return "unknown";
        }
    }
}
