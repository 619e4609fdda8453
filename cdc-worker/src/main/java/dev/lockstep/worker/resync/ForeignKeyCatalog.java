package dev.lockstep.worker.resync;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.ForeignKey;
import dev.lockstep.worker.capture.ForeignKey.Action;
import dev.lockstep.worker.capture.ForeignKey.ParentColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads from the server's own catalogue which foreign keys change rows below the binlog. */
final class ForeignKeyCatalog {

    private static final String BY_THE_SERVER = "SHOW GLOBAL VARIABLES LIKE 'innodb_native_foreign_keys'";

    /** One row for each column. */
    private static final String KEYS = """
            SELECT k.constraint_schema, k.constraint_name, k.table_schema, k.table_name, k.column_name,
                   k.referenced_table_schema, k.referenced_table_name, k.referenced_column_name,
                   c.ordinal_position, r.delete_rule, r.update_rule
              FROM information_schema.referential_constraints r
              JOIN information_schema.key_column_usage k
                ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name
               AND k.table_name = r.table_name
              LEFT JOIN information_schema.columns c
                ON c.table_schema = k.referenced_table_schema AND c.table_name = k.referenced_table_name
               AND c.column_name = k.referenced_column_name
             WHERE r.delete_rule IN ('CASCADE', 'SET NULL') OR r.update_rule IN ('CASCADE', 'SET NULL')
             ORDER BY k.constraint_schema, k.constraint_name, k.ordinal_position""";

    private ForeignKeyCatalog() {}

    static List<ForeignKey> load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return isDoneByTheServer(statement) ? List.of() : keys(statement);
        }
    }

    /** Where the setting is not known, the storage engine does it. */
    private static boolean isDoneByTheServer(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(BY_THE_SERVER)) {
            return row.next() && row.getString(2).equals("OFF");
        }
    }

    private static List<ForeignKey> keys(Statement statement) throws SQLException {
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery(KEYS)) {
            while (row.next()) {
                String name = row.getString(1) + "." + row.getString(2);
                parts.computeIfAbsent(name, each -> new ArrayList<>())
                        .add(new Part(
                                new TableName(row.getString(3), row.getString(4)),
                                row.getString(5).toLowerCase(Locale.ROOT),
                                new TableName(row.getString(6), row.getString(7)),
                                new ParentColumn(row.getString(8).toLowerCase(Locale.ROOT), row.getInt(9)),
                                action(row.getString(10)),
                                action(row.getString(11))));
            }
        }
        return parts.values().stream().map(ForeignKeyCatalog::key).toList();
    }

    private static ForeignKey key(Collection<Part> parts) {
        Part first = parts.iterator().next();
        return new ForeignKey(
                first.child(),
                parts.stream().map(Part::column).toList(),
                first.parent(),
                parts.stream().map(Part::parentColumn).toList(),
                first.onDelete(),
                first.onUpdate());
    }

    private static Action action(String rule) {
        return switch (rule) {
            case "CASCADE" -> Action.CASCADE;
            case "SET NULL" -> Action.SET_NULL;
            default -> Action.NONE;
        };
    }

    private record Part(
            TableName child,
            String column,
            TableName parent,
            ParentColumn parentColumn,
            Action onDelete,
            Action onUpdate) {}
}
