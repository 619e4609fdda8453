package dev.lockstep.testbed.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real MySQL server with what change data capture asks for: ROW binlog, GTIDs, durable commits, UTC. Thread safe.
 *
 * <p>Only a server that is a process of ours can be hurt; {@link MySqlOptions#asProcess} makes sure of that.
 */
public final class MySqlServer implements AutoCloseable {

    static final String USER = "root";
    static final String PASSWORD = "lockstep";

    private static final int NO_SUCH_THREAD = 1094;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Place place;
    private final @Nullable ManagedProcess process;
    private final AutoCloseable closer;

    private MySqlServer(Place place, @Nullable ManagedProcess process, AutoCloseable closer) {
        this.place = place;
        this.process = process;
        this.closer = closer;
    }

    private record Place(String host, int port, String user, String password) {}

    /** As {@link #start(MySqlOptions)} with {@link MySqlOptions#DEFAULT}. */
    public static MySqlServer start() {
        return start(MySqlOptions.DEFAULT);
    }

    /**
     * Returns when the server answers.
     *
     * @throws ServerStartException with the end of its log where it does not
     * @throws UnfitMachineException where this machine can run none
     */
    public static MySqlServer start(MySqlOptions options) {
        Origin origin = options.binary()
                .<Origin>map(Origin.Binary::new)
                .orElseGet(() -> Origins.find(ServerKind.MYSQL, options.processOnly()));
        return switch (origin) {
            case Origin.Address given -> given(given.uri());
            case Origin.Binary binary -> process(binary.path(), options);
            case Origin.Image image -> container(image.name(), options);
        };
    }

    public String host() {
        return place.host();
    }

    public int port() {
        return place.port();
    }

    /** A user who may do everything. */
    public String user() {
        return place.user();
    }

    public String password() {
        return place.password();
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return jdbcUrl("");
    }

    /** Without user and password; further parameters may be appended with {@code &}. */
    public String jdbcUrl(String schema) {
        return jdbcUrl(host(), port(), schema);
    }

    /** A new connection that may do everything; without a schema. */
    public Connection connect() throws SQLException {
        return connect("");
    }

    /** A new connection that may do everything. */
    public Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(schema), user(), password());
    }

    /** Ends a connection of anybody's, by its id in the server; one that has ended already is no problem. */
    public void endConnection(long id) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("KILL " + id);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_THREAD) {
                throw e;
            }
        }
    }

    /** The process id of mysqld. */
    public long pid() {
        return process().pid();
    }

    /** Whether the process runs; a server that is not ours counts as alive. */
    public boolean isAlive() {
        return process == null || process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process().kill();
    }

    /** Stops it where it still runs, starts it on the same port and data, returns when it answers. */
    public void restart() {
        process().restart();
    }

    /** SIGSTOP: it keeps its connections and answers nobody. */
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    public void resume() {
        process().resume();
    }

    /** Stops it and deletes its data; leaves a server alone that was there already. */
    @Override
    public void close() {
        Closing.quietly(closer);
    }

    static String jdbcUrl(String host, int port, String schema) {
        return "jdbc:mysql://%s:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true&allowLoadLocalInfile=true&connectTimeout=5000"
                .formatted(host, port, schema);
    }

    private ManagedProcess process() {
        if (process == null) {
            throw new UnsupportedOperationException("not a process of ours (expected: MySqlOptions.asProcess())");
        }
        return process;
    }

    private static MySqlServer given(URI uri) {
        String[] login = Optional.ofNullable(uri.getUserInfo()).orElse("root:").split(":", 2);
        int port = uri.getPort() < 0 ? ServerKind.MYSQL.usualPort() : uri.getPort();
        return new MySqlServer(
                new Place(uri.getHost(), port, login[0], login.length > 1 ? login[1] : ""), null, () -> {});
    }

    private static MySqlServer container(String image, MySqlOptions options) {
        Container container = Container.mysql(image, options);
        return new MySqlServer(new Place(container.host(), container.port(), USER, PASSWORD), null, container);
    }

    private static MySqlServer process(Path binary, MySqlOptions options) {
        int port = FreePort.forServer("MySQL", options.port());
        try {
            Path files = new MySqlTemplate(binary).files();
            Path folder = ServerFolder.make("mysql", options.folder());
            Path data = folder.resolve("data");
            MySqlTemplate.copy(files, data);
            Launch launch = new Launch(
                    "MySQL",
                    MySqlCommand.run(binary, data, port, options.arguments()),
                    Map.of(),
                    folder.resolve("mysqld.log"),
                    Optional.of(folder),
                    PATIENCE,
                    GRACE);
            Place place = new Place("127.0.0.1", port, USER, PASSWORD);
            ManagedProcess process = ManagedProcess.start(
                    launch,
                    () -> DriverManager.getConnection(jdbcUrl(place.host(), port, ""), USER, PASSWORD)
                            .close());
            return new MySqlServer(place, process, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder of a MySQL server", e);
        }
    }
}
