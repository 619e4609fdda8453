package dev.lockstep.cache.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what tables look like from the server's own catalogue. */
public final class TableCatalog {

    private static final String COLUMNS = """
            SELECT column_name, data_type, column_type, datetime_precision, character_octet_length
              FROM information_schema.columns
             WHERE table_schema = ? AND table_name = ?
             ORDER BY ordinal_position""";

    private TableCatalog() {}

    /**
     * The schemas of tables, in the order asked for.
     *
     * @throws UnfitTableException naming every table that is missing, has no key of whole columns that cannot be NULL, or has a column of a type that
     *     cannot be cached
     */
    public static List<TableSchema> load(Connection connection, Collection<TableName> tables) throws SQLException {
        return load(connection, tables, TableRules.NONE);
    }

    static List<TableSchema> load(Connection connection, Collection<TableName> tables, TableRules rules)
            throws SQLException {
        List<String> problems = new ArrayList<>();
        List<TableSchema> schemas = load(connection, tables, rules, problems);
        if (!problems.isEmpty()) {
            throw new UnfitTableException(problems);
        }
        return schemas;
    }

    /** As above, without those that do not fit, of which {@code problems} is told. */
    static List<TableSchema> load(
            Connection connection, Collection<TableName> tables, TableRules rules, List<String> problems)
            throws SQLException {
        List<TableSchema> schemas = new ArrayList<>();
        for (TableName table : tables) {
            TableSchema schema = load(connection, table, rules, problems);
            if (schema != null) {
                schemas.add(schema);
            }
        }
        return schemas;
    }

    private static @Nullable TableSchema load(
            Connection connection, TableName table, TableRules rules, List<String> problems) throws SQLException {
        int before = problems.size();
        List<Column> columns = columns(connection, table, problems);
        if (columns.isEmpty() && problems.size() == before) {
            problems.add("%s: no such table, or no right to read it (expected: an existing table and GRANT SELECT)"
                    .formatted(table));
        }
        UniqueKeys unique = UniqueKeys.of(connection, table);
        List<Column> key = named(unique.primary(), columns);
        if (key.isEmpty() && problems.size() == before) {
            problems.add(
                    "%s: no primary key, nor a unique one of columns that cannot be NULL (expected: one; add it, or leave the table out of DB_TABLE)"
                            .formatted(table));
        }
        if (problems.size() > before) {
            return null;
        }
        TableSchema schema = rules.applied(table, columns, key, unique, problems);
        return problems.size() == before ? schema : null;
    }

    private static List<Column> columns(Connection connection, TableName table, List<String> problems)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, COLUMNS, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                String dataType = rows.getString(2).toLowerCase(Locale.ROOT);
                ColumnType type = typeOf(dataType);
                if (type == null) {
                    problems.add(
                            "%s.%s: a column of type %s cannot be cached yet (expected: one of the types in docs/cache-format.md)"
                                    .formatted(table, name, rows.getString(3)));
                } else {
                    int width = dataType.equals("binary") ? rows.getInt(5) : 0;
                    columns.add(new Column(name, type, rows.getInt(4), width));
                }
            }
        }
        return columns;
    }

    private static List<Column> named(List<String> names, List<Column> columns) {
        return names.stream()
                .flatMap(name -> columns.stream().filter(each -> each.name().equals(name)))
                .toList();
    }

    private static PreparedStatement prepare(Connection connection, String sql, TableName table) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, table.schema());
        statement.setString(2, table.table());
        return statement;
    }

    private static @Nullable ColumnType typeOf(String dataType) {
        return switch (dataType) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "year" -> ColumnType.INTEGER;
            case "decimal" -> ColumnType.DECIMAL;
            case "float" -> ColumnType.FLOAT;
            case "double" -> ColumnType.DOUBLE;
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> ColumnType.TEXT;
            case "enum", "set" -> ColumnType.CHOICE;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> ColumnType.BYTES;
            case "bit" -> ColumnType.BITS;
            case "date" -> ColumnType.DATE;
            case "time" -> ColumnType.TIME;
            case "datetime" -> ColumnType.DATETIME;
            case "timestamp" -> ColumnType.TIMESTAMP;
            case "json" -> ColumnType.JSON;
            case "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geomcollection",
                    "geometrycollection" -> ColumnType.GEOMETRY;
            case "vector" -> ColumnType.VECTOR;
            default -> null;
        };
    }
}
