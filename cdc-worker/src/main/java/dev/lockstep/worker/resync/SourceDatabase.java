package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.cache.table.TableSelection.Selected;
import dev.lockstep.worker.capture.ForeignKey;
import dev.lockstep.worker.capture.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A connection to the source for questions about itself; never for rows.
 *
 * <p>Not thread safe.
 */
public final class SourceDatabase implements AutoCloseable {

    /** From here on the statement has another name; the old one is gone in 8.4. */
    private static final int RENAMED_MAJOR = 8;

    private static final int RENAMED_MINOR = 2;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** How the server calls what a follower of its binlog does, with or without GTIDs. */
    private static final String DUMP = "Binlog Dump";

    /** In {@code @@gtid_owned} every number is followed by the thread that holds it. */
    private static final Pattern HOLDER = Pattern.compile("#\\d+");

    /** What follows the server in a GTID is a number or, from MySQL 8.3 on, a tag. */
    private static final Pattern TAG = Pattern.compile(":[a-z_]");

    private final Connection connection;
    private final String statusStatement;

    private SourceDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        var meta = connection.getMetaData();
        int major = meta.getDatabaseMajorVersion();
        boolean renamed =
                major > RENAMED_MAJOR || (major == RENAMED_MAJOR && meta.getDatabaseMinorVersion() >= RENAMED_MINOR);
        this.statusStatement = renamed ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    public static SourceDatabase connect(Source source) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", source.user());
        properties.setProperty("password", source.password());
        properties.setProperty("sslMode", source.tls().toUpperCase(Locale.ROOT));
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(ANSWER.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        return new SourceDatabase(
                DriverManager.getConnection("jdbc:mysql://%s:%d/".formatted(source.host(), source.port()), properties));
    }

    /**
     * Makes sure that the source writes what can be followed.
     *
     * @throws UnfitSourceException naming every setting of the server that must be another
     */
    public void requireFit() throws SQLException {
        List<String> problems = new ArrayList<>();
        require("log_bin", "1", problems);
        require("binlog_format", "ROW", problems);
        require("binlog_row_image", "FULL", problems);
        require("binlog_row_value_options", "", problems);
        require("gtid_mode", "ON", problems);
        // Otherwise a later transaction of a row can be visible, and executed, before an earlier one.
        require("binlog_order_commits", "1", problems);
        // The engine takes a set with tags for another one.
        if (TAG.matcher(text("SELECT @@global.gtid_executed")).find()) {
            problems.add("gtid_executed: has GTIDs with tags (expected: none; AUTOMATIC:tag in gtid_next makes them)");
        }
        if (!problems.isEmpty()) {
            throw new UnfitSourceException(problems);
        }
    }

    /**
     * What the tables look like.
     *
     * @param again whether they were there and did fit before; what does not any more is left out then
     */
    public Selected schemas(TableSelection tables, boolean again) throws SQLException {
        return again ? tables.loadAgain(connection) : tables.load(connection);
    }

    /**
     * The foreign keys, of all tables that this user is shown, by which rows change without an event. The server does so itself,
     * and writes it down, from MySQL 9.6 on, unless it is told not to.
     */
    public List<ForeignKey> silentForeignKeys() throws SQLException {
        return ForeignKeyCatalog.load(connection);
    }

    public SourceFacts facts() throws SQLException {
        String server = text("SELECT @@server_uuid");
        End end = end();
        return new SourceFacts(server, end.file(), Coordinate.of(end.file(), end.offset()), end.executed());
    }

    /** Whether all of {@code part} is in {@code whole}. */
    public boolean contains(String whole, String part) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT GTID_SUBSET(?, ?)")) {
            statement.setString(1, part);
            statement.setString(2, whole);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) == 1;
            }
        }
    }

    /** Whether the source still has every transaction after {@code stored}. */
    public boolean hasEverythingAfter(String stored) throws SQLException {
        return contains(stored, text("SELECT @@global.gtid_purged"));
    }

    /**
     * Makes sure that a binlog connection is to this server. Asking on a connection of one's own is not enough, as an address
     * may lead somewhere else from one connection to the next.
     *
     * @throws OtherServerException where this is another server, or does not know the connection
     */
    public void requireConnection(String server, long id) throws SQLException {
        String found = text("SELECT @@server_uuid");
        if (!found.equals(server)) {
            throw new OtherServerException(server, found);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
            while (row.next()) {
                if (row.getLong("Id") == id && row.getString("Command").startsWith(DUMP)) {
                    return;
                }
            }
        }
        throw new OtherServerException(server, "one without binlog connection " + id);
    }

    /** Whether the binlog file is still there. */
    public boolean hasFile(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                if (row.getString("Log_name").equals(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Transactions that have a number and may be in the binlog, but perhaps not visible yet. */
    public String owned() throws SQLException {
        return HOLDER.matcher(text("SELECT @@global.gtid_owned")).replaceAll("");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void require(String variable, String expected, List<String> problems) throws SQLException {
        String value = text("SELECT @@global." + variable);
        if (!value.equalsIgnoreCase(expected)) {
            problems.add("%s: '%s' (expected: %s; docs/operations.md says how to set it)"
                    .formatted(variable, value, expected));
        }
    }

    private End end() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(statusStatement)) {
            if (!row.next()) {
                throw new SQLException("the server says nothing to %s: it writes no binlog".formatted(statusStatement));
            }
            return new End(
                    row.getString("File"),
                    row.getLong("Position"),
                    row.getString("Executed_Gtid_Set").replace("\n", ""));
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            String value = row.getString(1);
            return value == null ? "" : value.replace("\n", "");
        }
    }

    private record End(String file, long offset, String executed) {}
}
