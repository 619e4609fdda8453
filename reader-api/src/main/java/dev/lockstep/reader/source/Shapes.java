package dev.lockstep.reader.source;

import dev.lockstep.cache.table.ColumnValue;
import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What tables look like now. A row that is read in the shape that its table had before an ALTER must not be kept once the
 * worker has passed it: the table's fence is behind such a row's position, so nothing would correct it. Asked on the
 * reading connection, after it was shown to see everything up to the watermark, the shape is at least as new as that; if
 * the table changes between the question and the read, the fence to come is above the row.
 *
 * <p>The table's own CREATE statement is asked for, which costs as little as reading a row, and the catalogue only when
 * it has changed. Thread safe.
 */
final class Shapes {

    /** Moves with every insert, and is nothing to us. */
    private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

    private final Consumer<TableSchema> changed;
    private final Map<TableName, Shape> known = new ConcurrentHashMap<>();

    /** How a table was created, what that makes of it, and how it is read. */
    private record Shape(String created, TableSchema schema, RowSelect select) {}

    /**
     * Nothing looked at yet.
     *
     * @param changed is told of every shape that is not the one asked for
     */
    Shapes(Consumer<TableSchema> changed) {
        this.changed = changed;
    }

    /**
     * How to read a table as it is now.
     *
     * @throws dev.lockstep.cache.table.UnfitTableException where it can no longer be read
     * @throws SQLException also where it has another primary key than the one asked by
     */
    RowSelect select(Connection connection, TableSchema asked) throws SQLException {
        Shape shape = shape(connection, asked.name());
        if (!shape.schema().equals(asked)) {
            changed.accept(shape.schema());
        }
        if (!shape.schema().key().equals(asked.key())) {
            throw new SQLException(
                    "%s: the primary key has changed; the next request asks by the new one".formatted(asked.name()));
        }
        return shape.select();
    }

    private Shape shape(Connection connection, TableName name) throws SQLException {
        String created = created(connection, name);
        Shape last = known.get(name);
        if (last != null && last.created().equals(created)) {
            return last;
        }
        TableSchema now = TableCatalog.load(connection, List.of(name)).getFirst();
        Shape shape = new Shape(created, now, new RowSelect(now));
        known.put(name, shape);
        return shape;
    }

    private static String created(Connection connection, TableName name) throws SQLException {
        String sql = "SHOW CREATE TABLE %s.%s"
                .formatted(ColumnValue.quoted(name.schema()), ColumnValue.quoted(name.table()));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return COUNTER.matcher(row.getString(2)).replaceFirst("");
        }
    }
}
