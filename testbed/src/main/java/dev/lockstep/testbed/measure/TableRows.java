package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a table by SELECT, as the documents that Redis should hold. Knows whole numbers and text only. */
public final class TableRows {

    private final TableSchema schema;
    private final DocumentEncoder encoder = new DocumentEncoder();

    private TableRows(TableSchema schema) {
        this.schema = schema;
    }

    /**
     * The table as the server describes it.
     *
     * @throws IllegalArgumentException where a column is neither a whole number nor text
     */
    public static TableRows of(Connection connection, TableName table) throws SQLException {
        TableSchema schema = TableCatalog.load(connection, List.of(table)).getFirst();
        schema.columns().forEach(TableRows::requireSimple);
        return new TableRows(schema);
    }

    public TableSchema schema() {
        return schema;
    }

    /** All rows, by one SELECT. */
    public Map<RowKey, Document> read(Connection connection) throws SQLException {
        Map<RowKey, Document> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select())) {
            while (result.next()) {
                Map<String, @Nullable Object> values = values(result);
                rows.put(key(values), encoder.encode(schema, new ArrayList<>(values.values())));
            }
        }
        return rows;
    }

    private String select() {
        return schema.columns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT ",
                        " FROM `%s`.`%s`"
                                .formatted(schema.name().schema(), schema.name().table())));
    }

    private Map<String, @Nullable Object> values(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Column column : schema.columns()) {
            values.put(column.name(), value(row, column));
        }
        return values;
    }

    private RowKey key(Map<String, @Nullable Object> values) {
        return RowKey.of(
                schema,
                schema.key().stream().map(part -> values.get(part.name())).toList());
    }

    private static @Nullable Object value(ResultSet row, Column column) throws SQLException {
        return switch (column.type()) {
            case INTEGER -> {
                long number = row.getLong(column.name());
                yield row.wasNull() ? null : number;
            }
            default -> row.getString(column.name());
        };
    }

    private static void requireSimple(Column column) {
        switch (column.type()) {
            case INTEGER, TEXT, CHOICE -> {}
            default ->
                throw new IllegalArgumentException(
                        "column %s: %s (expected: a whole number or text)".formatted(column.name(), column.type()));
        }
    }
}
