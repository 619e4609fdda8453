package dev.lockstep.cache.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The unique keys of a table that are made of whole columns: a prefix of a column is not enough, nor is an expression. */
final class UniqueKeys {

    private static final String SQL = """
            SELECT index_name,
                   column_name,
                   nullable = 'YES' AS optional,
                   sub_part IS NULL AND column_name IS NOT NULL AS whole
              FROM information_schema.statistics
             WHERE table_schema = ? AND table_name = ? AND non_unique = 0
             ORDER BY index_name, seq_in_index""";

    /** None. */
    static final UniqueKeys NONE = new UniqueKeys(List.of());

    private final Collection<UniqueKey> keys;

    private UniqueKeys(Collection<UniqueKey> keys) {
        this.keys = keys;
    }

    static UniqueKeys of(Connection connection, TableName table) throws SQLException {
        Map<String, UniqueKey> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet parts = statement.executeQuery()) {
                while (parts.next()) {
                    keys.computeIfAbsent(parts.getString(1), UniqueKey::new)
                            .add(parts.getString(2), parts.getBoolean(3), parts.getBoolean(4));
                }
            }
        }
        return new UniqueKeys(keys.values().stream().filter(key -> key.whole).toList());
    }

    /** The columns of the primary key, else of the shortest key none of which can be NULL; empty where there is none. */
    List<String> primary() {
        return keys.stream()
                .filter(key -> !key.optional)
                .min(Comparator.comparing((UniqueKey key) -> !key.name.equals("PRIMARY"))
                        .thenComparingInt(key -> key.columns.size()))
                .map(key -> List.copyOf(key.columns))
                .orElse(List.of());
    }

    /** Whether no two rows have the same values in these columns, in whatever order, unless one is NULL. */
    boolean has(List<String> columns) {
        return keys.stream()
                .anyMatch(key -> key.columns.size() == columns.size()
                        && Set.copyOf(key.columns).equals(Set.copyOf(columns)));
    }

    /** The columns of each. */
    @Override
    public String toString() {
        return keys.stream().map(key -> String.join("+", key.columns)).collect(Collectors.joining(", "));
    }

    /** One of them, as far as it has been read. */
    private static final class UniqueKey {

        private final String name;
        private final List<String> columns = new ArrayList<>();
        private boolean optional;
        private boolean whole = true;

        private UniqueKey(String name) {
            this.name = name;
        }

        private void add(String column, boolean canBeNull, boolean isWhole) {
            columns.add(column);
            optional |= canBeNull;
            whole &= isWhole;
        }
    }
}
