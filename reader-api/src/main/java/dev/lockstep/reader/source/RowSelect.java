package dev.lockstep.reader.source;

import dev.lockstep.cache.document.Document;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a table by its primary key, or by another unique one. Their documents have the same bytes as those made from the
 * binlog.
 *
 * <p>The session's time zone must be UTC, and the driver must use server-side prepared statements: in text, a FLOAT loses
 * digits. Thread safe; each call works on the caller's connection.
 */
public final class RowSelect {

    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private final TableSchema schema;
    private final String select;
    private final List<Column> by;
    private final Function<List<?>, RowKey> key;
    private final List<Integer> keyIndexes;

    /** By the primary key. */
    public RowSelect(TableSchema schema) {
        this(schema, schema.key(), values -> RowKey.of(schema, values));
    }

    private RowSelect(TableSchema schema, List<Column> by, Function<List<?>, RowKey> key) {
        this.schema = schema;
        this.select = select(schema);
        this.by = by;
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

    /**
     * The statement for so many keys; nothing but the catalogue's own names goes into it. Each key is compared as a single one
     * is: a list of rows would be compared by other rules for types.
     */
    String sql(int keys) {
        String key = by.stream()
                .map(column -> ColumnValue.quoted(column.name()) + " = " + KeyValue.expression(column))
                .collect(Collectors.joining(" AND "));
        return select + " WHERE " + String.join(" OR ", Collections.nCopies(keys, key));
    }

    /**
     * The rows that there are, in no order.
     *
     * @param keys for each row the values of the key's columns, in the key's order
     * @param unfit is told in words of each row that has no document
     */
    List<SourceRow> read(Connection connection, List<? extends List<?>> keys, Consumer<String> unfit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(keys.size()))) {
            int at = 1;
            for (List<?> key : keys) {
                for (Object value : key) {
                    KeyValue.bind(statement, at++, value);
                }
            }
            List<SourceRow> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(sourceRow(rows, unfit));
                }
            }
            return found;
        }
    }

    private SourceRow sourceRow(ResultSet row, Consumer<String> unfit) throws SQLException {
        List<Column> columns = schema.columns();
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(ColumnValue.read(row, i + 1, columns.get(i)));
        }
        RowKey found = key.apply(keyIndexes.stream().map(values::get).toList());
        Form form = schema.form();
        return new SourceRow(
                found,
                document(found, values, unfit),
                form.keeps(values),
                form.storage().documentBytes());
    }

    private Optional<Document> document(RowKey found, List<?> values, Consumer<String> unfit) {
        try {
            return Optional.of(ENCODER.encode(schema, values));
        } catch (IllegalArgumentException e) {
            unfit.accept("row %s of %s has no document: %s".formatted(found.text(), schema.name(), e.getMessage()));
            return Optional.empty();
        }
    }

    private static String select(TableSchema schema) {
        TableName name = schema.name();
        return "SELECT %s FROM %s.%s"
                .formatted(
                        schema.columns().stream().map(ColumnValue::expression).collect(Collectors.joining(", ")),
                        ColumnValue.quoted(name.schema()),
                        ColumnValue.quoted(name.table()));
    }
}
