package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnValue;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table by SELECT, as the documents that Redis should hold. */
public final class TableRows {

    private final TableSchema schema;
    private final DocumentEncoder encoder = new DocumentEncoder();

    /** Of a table whose schema is known, under every key by which its rows are found. */
    public TableRows(TableSchema schema) {
        this.schema = schema;
    }

    /** The table as the server describes it. */
    public static TableRows of(Connection connection, TableName table) throws SQLException {
        return new TableRows(TableCatalog.load(connection, List.of(table)).getFirst());
    }

    /** A connection on which every type is read as it is; whole numbers and text need none of that. */
    public static Connection connect(MySqlServer mysql) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", mysql.user());
        properties.setProperty("password", mysql.password());
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("sessionVariables", "time_zone='+00:00'");
        return DriverManager.getConnection(mysql.jdbcUrl(), properties);
    }

    public TableSchema schema() {
        return schema;
    }

    /** All rows under all their keys, by one SELECT. */
    public Map<RowKey, Document> read(Connection connection) throws SQLException {
        Map<RowKey, Document> rows = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(select());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<@Nullable Object> values = values(result);
                Document document = encoder.encode(schema, values);
                rows.put(RowKey.of(schema, parts(schema.key(), values)), document);
                for (List<Column> lookup : schema.lookups()) {
                    List<@Nullable Object> parts = parts(lookup, values);
                    if (parts.stream().allMatch(Objects::nonNull)) {
                        rows.put(RowKey.of(schema, lookup, parts), document);
                    }
                }
            }
        }
        return rows;
    }

    private List<@Nullable Object> parts(List<Column> key, List<@Nullable Object> values) {
        List<@Nullable Object> parts = new ArrayList<>(key.size());
        key.forEach(column -> parts.add(values.get(schema.columns().indexOf(column))));
        return parts;
    }

    private String select() {
        return schema.columns().stream()
                .map(ColumnValue::expression)
                .collect(Collectors.joining(
                        ", ",
                        "SELECT ",
                        " FROM %s.%s"
                                .formatted(
                                        ColumnValue.quoted(schema.name().schema()),
                                        ColumnValue.quoted(schema.name().table()))));
    }

    private List<@Nullable Object> values(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(schema.columns().size());
        for (int i = 0; i < schema.columns().size(); i++) {
            values.add(ColumnValue.read(row, i + 1, schema.columns().get(i)));
        }
        return values;
    }
}
