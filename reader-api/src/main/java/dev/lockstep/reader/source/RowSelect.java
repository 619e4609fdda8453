package dev.lockstep.reader.source;

import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnValue;
import dev.lockstep.cache.table.Form;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of a table by its primary key, or by another unique one. Its document has the same bytes as the one made from the binlog.
 *
 * <p>The session's time zone must be UTC, and the driver must use server-side prepared statements: in text, a FLOAT loses
 * digits. Thread safe; each call works on the caller's connection.
 */
public final class RowSelect {

    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private final TableSchema schema;
    private final String sql;
    private final Function<List<?>, RowKey> key;
    private final List<Integer> keyIndexes;

    /** By the primary key. */
    public RowSelect(TableSchema schema) {
        this(schema, schema.key(), values -> RowKey.of(schema, values));
    }

    private RowSelect(TableSchema schema, List<Column> by, Function<List<?>, RowKey> key) {
        this.schema = schema;
        this.sql = sql(schema, by);
        this.key = key;
        this.keyIndexes = by.stream().map(schema.columns()::indexOf).toList();
    }

    /** By one of the schema's look-ups. */
    static RowSelect by(TableSchema schema, List<Column> lookup) {
        return new RowSelect(schema, lookup, values -> RowKey.of(schema, lookup, values));
    }

    TableSchema schema() {
        return schema;
    }

    /** The statement; nothing but the catalogue's own names goes into it. */
    String sql() {
        return sql;
    }

    /**
     * The row, or empty where there is none.
     *
     * @param key the values of the key's columns, in the key's order
     */
    public Optional<SourceRow> read(Connection connection, List<?> key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < key.size(); i++) {
                KeyValue.bind(statement, i + 1, key.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(sourceRow(row)) : Optional.empty();
            }
        }
    }

    private SourceRow sourceRow(ResultSet row) throws SQLException {
        List<Column> columns = schema.columns();
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(ColumnValue.read(row, i + 1, columns.get(i)));
        }
        RowKey found = key.apply(keyIndexes.stream().map(values::get).toList());
        Form form = schema.form();
        return new SourceRow(
                found,
                ENCODER.encode(schema, values),
                form.keeps(values),
                form.storage().documentBytes());
    }

    private static String sql(TableSchema schema, List<Column> by) {
        TableName name = schema.name();
        return "SELECT %s FROM %s.%s WHERE %s"
                .formatted(
                        schema.columns().stream().map(ColumnValue::expression).collect(Collectors.joining(", ")),
                        ColumnValue.quoted(name.schema()),
                        ColumnValue.quoted(name.table()),
                        by.stream()
                                .map(column -> ColumnValue.quoted(column.name()) + " = " + KeyValue.expression(column))
                                .collect(Collectors.joining(" AND ")));
    }
}
