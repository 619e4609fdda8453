package dev.lockstep.doctor;

import dev.lockstep.settings.SharedSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A connection to MySQL that only asks; each question is bounded in time. Not thread safe. */
final class SourceServer implements AutoCloseable {

    /** The server's codes for what the user is not allowed: a schema, a table, a column, a privilege. */
    private static final List<Integer> NOT_ALLOWED = List.of(1044, 1142, 1143, 1227);

    private final Connection connection;
    private final Version version;

    private SourceServer(Connection connection) throws SQLException {
        this.connection = connection;
        this.version = Version.parse(connection.getMetaData().getDatabaseProductVersion());
    }

    static SourceServer connect(Target target, Patience patience) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.get(SharedSettings.DB_USER));
        properties.setProperty("password", target.get(SharedSettings.DB_PASS));
        properties.setProperty("sslMode", target.get(SharedSettings.DB_TLS).toUpperCase(Locale.ROOT));
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty(
                "connectTimeout", Long.toString(patience.connect().toMillis()));
        properties.setProperty("socketTimeout", Long.toString(patience.answer().toMillis()));
        String host = target.get(SharedSettings.DB_HOST);
        String url = "jdbc:mysql://%s:%d/"
                .formatted(host.contains(":") ? "[" + host + "]" : host, target.get(SharedSettings.DB_PORT));
        return new SourceServer(DriverManager.getConnection(url, properties));
    }

    /** Whether a question failed only because the user may not ask it. */
    static boolean isNotAllowed(SQLException e) {
        return NOT_ALLOWED.contains(e.getErrorCode());
    }

    Version version() {
        return version;
    }

    Connection connection() {
        return connection;
    }

    /** The server's variables, as far as it has them. */
    Map<String, String> variables() throws SQLException {
        Map<String, String> variables = new HashMap<>();
        for (Map<String, String> row : rows("SHOW GLOBAL VARIABLES")) {
            variables.put(row.getOrDefault("variable_name", ""), row.getOrDefault("value", ""));
        }
        return variables;
    }

    /** The first column of the first row. */
    String text(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)).orElse("") : "";
        }
    }

    /** Each row, by the names of its columns in lower case; without those that are NULL. */
    List<Map<String, String>> rows(String sql, String... parameters) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                Map<String, String> row = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String value = result.getString(i);
                    if (value != null) {
                        row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), value);
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Asks something whose answer does not matter. */
    void ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet ignored = statement.executeQuery(sql)) {
            ignored.next();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(String sql, String... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }
}
