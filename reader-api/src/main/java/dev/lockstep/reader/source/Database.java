package dev.lockstep.reader.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** The connections of a reader to the database: bounded in number, and each call bounded in time. Thread safe. */
public final class Database implements AutoCloseable {

    /** Statements kept prepared on each connection: one for each table, and a few. */
    private static final int PREPARED = 256;

    /** A SELECT of a very wide table is still kept. */
    private static final int LONGEST_PREPARED = 65_536;

    /** What a server's defaults could change: the zone of a TIMESTAMP, the length of a CHAR, reading what is not committed. */
    private static final String SESSION = "time_zone='+00:00',sql_mode='',transaction_isolation='READ-COMMITTED'";

    private final HikariDataSource pool;
    private final Duration timeout;

    private Database(HikariDataSource pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    /**
     * Where the database is and how patient to be with it.
     *
     * @param tls one of MySQL's words for how to encrypt
     * @param connections how many at most
     * @param timeout how long to wait for a connection, and for a statement
     */
    public record Address(
            String host, int port, String user, String password, String tls, int connections, Duration timeout) {

        /** Without the password. */
        @Override
        public String toString() {
            return "%s@%s:%d".formatted(user, host, port);
        }
    }

    /** Returns at once, also where nobody answers there. */
    public static Database at(Address address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("reader");
        config.setDriverClassName("com.mysql.cj.jdbc.Driver");
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        config.setJdbcUrl("jdbc:mysql://%s:%d/".formatted(host, address.port()));
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(address.connections());
        config.setMinimumIdle(Math.min(2, address.connections()));
        config.setConnectionTimeout(address.timeout().toMillis());
        config.setValidationTimeout(address.timeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setDataSourceProperties(driverProperties(address));
        return new Database(new HikariDataSource(config), address.timeout());
    }

    /**
     * Reads rows over these connections.
     *
     * @param selection has the tables
     * @param reshaped is told where a table is found to have another shape than was asked for
     */
    public RowSource rows(TableSelection selection, Consumer<TableSchema> reshaped) {
        return new JdbcRowSource(this, selection, reshaped);
    }

    /** Whether a connection can be had that answers. Blocks, for the time-out at most. */
    public boolean answers() {
        try (Connection connection = connection()) {
            return connection.isValid(Math.toIntExact(Math.max(1, timeout.toSeconds())));
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Takes none of the connections again that are there now: where one has ended, the others mostly have too. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Text only: a property that is not, the driver passes over in silence. */
    private static Properties driverProperties(Address address) {
        long millis = address.timeout().toMillis();
        Map<String, String> texts = new HashMap<>();
        texts.put("sslMode", address.tls().toUpperCase(Locale.ROOT));
        texts.put("allowPublicKeyRetrieval", "true");
        texts.put("connectTimeout", Long.toString(millis));
        texts.put("socketTimeout", Long.toString(2 * millis));
        texts.put("characterEncoding", "UTF-8");
        // Else each column comes in its own character set, and Java's idea of that is not always the server's.
        texts.put("characterSetResults", "UTF-8");
        texts.put("useServerPrepStmts", "true");
        texts.put("cachePrepStmts", "true");
        texts.put("prepStmtCacheSize", Integer.toString(PREPARED));
        texts.put("prepStmtCacheSqlLimit", Integer.toString(LONGEST_PREPARED));
        texts.put("tinyInt1isBit", "false");
        texts.put("yearIsDateType", "false");
        texts.put("connectionTimeZone", "UTC");
        // A read that meets an ALTER waits for it on the server, by default for a year.
        long seconds = Math.max(1, address.timeout().toSeconds());
        texts.put(
                "sessionVariables",
                "%s,max_execution_time=%d,lock_wait_timeout=%d".formatted(SESSION, millis, seconds));
        Properties properties = new Properties();
        properties.putAll(texts);
        return properties;
    }
}
