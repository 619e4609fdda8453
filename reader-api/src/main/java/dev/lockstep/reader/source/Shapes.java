package dev.lockstep.reader.source;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnValue;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.HashMap;
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

    private final TableSelection selection;
    private final Consumer<TableSchema> changed;
    private final Map<TableName, Shape> known = new ConcurrentHashMap<>();

    /** How a table was created, what that makes of it, and how it is read by the columns of a key. */
    private record Shape(String created, TableSchema schema, Map<List<Column>, RowSelect> selects) {}

    /**
     * Nothing looked at yet.
     *
     * @param selection has the tables, and what is set for them
     * @param changed is told of every shape that is not the one asked for
     */
    Shapes(TableSelection selection, Consumer<TableSchema> changed) {
        this.selection = selection;
        this.changed = changed;
    }

    /**
     * How to read a table as it is now.
     *
     * @throws dev.lockstep.cache.table.UnfitTableException where it can no longer be read
     * @throws SQLSyntaxErrorException also where the key asked by looks otherwise
     */
    RowSelect select(Connection connection, RowRequest request) throws SQLException {
        TableSchema asked = request.schema();
        Shape shape = shape(connection, asked.name());
        if (!shape.schema().equals(asked)) {
            changed.accept(shape.schema());
        }
        RowSelect select = shape.selects().get(request.by());
        if (select == null) {
            throw new SQLSyntaxErrorException(
                    "%s: the key has changed; the next request asks by the new one".formatted(asked.name()));
        }
        return select;
    }

    private Shape shape(Connection connection, TableName name) throws SQLException {
        String created = created(connection, name);
        Shape last = known.get(name);
        if (last != null && last.created().equals(created)) {
            return last;
        }
        TableSchema now = selection.load(connection, name);
        Map<List<Column>, RowSelect> selects = new HashMap<>();
        now.lookups().forEach(each -> selects.put(each, RowSelect.by(now, each)));
        selects.put(now.key(), new RowSelect(now));
        Shape shape = new Shape(created, now, Map.copyOf(selects));
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
