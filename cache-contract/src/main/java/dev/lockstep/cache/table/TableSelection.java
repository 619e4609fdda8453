package dev.lockstep.cache.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tables are kept in Redis: some by name, others by a pattern, in which a star stands for any characters. What is named
 * must be there and fit; what matches a pattern is taken if it is there and fits. Immutable.
 */
public final class TableSelection {

    private static final String BASE_TABLES = """
            SELECT table_schema, table_name
              FROM information_schema.tables
             WHERE table_type = 'BASE TABLE' AND table_schema LIKE ? ESCAPE '|'
             ORDER BY table_schema, table_name""";

    /** What gh-ost and pt-online-schema-change call their passing copies of a table. */
    private static final Pattern PASSING = Pattern.compile("_.+_(gho|ghc|del|new|old)");

    private final List<TableName> named;
    private final List<Matching> patterns;
    private final TableRules rules;

    /** A pattern, for the schema and for the table. */
    private record Matching(TableName text, Pattern schema, Pattern table) {
        boolean matches(TableName name) {
            return schema.matcher(name.schema()).matches()
                    && table.matcher(name.table()).matches();
        }
    }

    /**
     * What a selection is now.
     *
     * @param schemas in the order of the names, then those that match a pattern, by name
     * @param leftOut what belongs to it and does not fit: one sentence each, with the table, what is wrong and what to do
     */
    public record Selected(List<TableSchema> schemas, List<String> leftOut) {}

    private TableSelection(List<TableName> named, List<Matching> patterns, TableRules rules) {
        this.rules = rules;
        this.named = List.copyOf(named);
        this.patterns = List.copyOf(patterns);
    }

    /**
     * From {@code table}, {@code schema.table}, {@code schema.*}, {@code order_*} and the like.
     *
     * @param usualSchema of those without one
     */
    public static TableSelection of(Collection<String> texts, String usualSchema) {
        return of(texts, usualSchema, TableRules.NONE);
    }

    /** As above, with what is set for some of them. */
    public static TableSelection of(Collection<String> texts, String usualSchema, TableRules rules) {
        Set<TableName> all = texts.stream()
                .map(text -> TableName.parse(text, usualSchema))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new TableSelection(
                all.stream().filter(name -> !isPattern(name)).toList(),
                all.stream()
                        .filter(TableSelection::isPattern)
                        .map(name -> new Matching(name, pattern(name.schema()), pattern(name.table())))
                        .toList(),
                rules);
    }

    /** Whether a table of this name belongs to it, if it is there and fits. Never a passing copy, unless by its name. */
    public boolean contains(TableName name) {
        return named.contains(name)
                || (!PASSING.matcher(name.table()).matches()
                        && patterns.stream().anyMatch(each -> each.matches(name)));
    }

    /** Whether it has a table by its name, which then must be there and fit. */
    public boolean names(TableName name) {
        return named.contains(name);
    }

    /** Those that it has by their names, and what there is now that matches a pattern, whether it fits or not. */
    public List<TableName> candidates(Connection connection) throws SQLException {
        List<TableName> all = new ArrayList<>(named);
        all.addAll(matching(connection));
        return List.copyOf(all);
    }

    /** Whether further tables can come to belong to it. */
    public boolean isOpen() {
        return !patterns.isEmpty();
    }

    /**
     * Looks at the tables.
     *
     * @throws UnfitTableException naming every table that is named and missing or does not fit, or saying that nothing matches
     */
    public Selected load(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        List<TableSchema> schemas = TableCatalog.load(connection, named, rules, problems);
        problems.addAll(strayRules());
        List<String> leftOut = new ArrayList<>();
        List<TableSchema> all = new ArrayList<>(schemas);
        all.addAll(TableCatalog.load(connection, matching(connection), rules, leftOut));
        problems.addAll(ClashingNames.in(all).values());
        if (all.isEmpty() && problems.isEmpty()) {
            problems.add(nothing(leftOut));
        }
        if (!problems.isEmpty()) {
            throw new UnfitTableException(problems);
        }
        return new Selected(List.copyOf(all), List.copyOf(leftOut));
    }

    /**
     * Looks at the tables at a time when they were there and did fit before; what is missing or does not fit now is left out,
     * and be it all of them.
     */
    public Selected loadAgain(Connection connection) throws SQLException {
        List<String> leftOut = new ArrayList<>();
        List<TableSchema> schemas = TableCatalog.load(connection, candidates(connection), rules, leftOut);
        Map<TableSchema, String> clashing = ClashingNames.in(schemas);
        leftOut.addAll(clashing.values());
        List<TableSchema> fit =
                schemas.stream().filter(each -> !clashing.containsKey(each)).toList();
        return new Selected(fit, List.copyOf(leftOut));
    }

    private String nothing(List<String> leftOut) {
        return "%s: no table matches (expected: at least one, and GRANT SELECT on it)%s"
                .formatted(this, leftOut.stream().map(each -> "; " + each).collect(Collectors.joining()));
    }

    /**
     * Looks at one of the tables.
     *
     * @throws UnfitTableException where it is missing or does not fit
     */
    public TableSchema load(Connection connection, TableName table) throws SQLException {
        return TableCatalog.load(connection, List.of(table), rules).getFirst();
    }

    /** What is set for tables that do not belong to it: one sentence each. */
    public List<String> strayRules() {
        return rules.tables().stream()
                .filter(table -> !contains(table))
                .map(table ->
                        "%s: not a table of DB_TABLE (expected in DB_LOOKUPS, DB_COLUMNS, DB_ROWS and DB_FORMS: others)"
                                .formatted(table))
                .toList();
    }

    /** What there is now that matches a pattern, whether it fits or not, by name. */
    public List<TableName> matching(Connection connection) throws SQLException {
        Set<TableName> found = new LinkedHashSet<>();
        for (Matching each : patterns) {
            try (PreparedStatement statement = connection.prepareStatement(BASE_TABLES)) {
                statement.setString(1, likeness(each.text().schema()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Optional.of(new TableName(rows.getString(1), rows.getString(2)))
                                .filter(name -> !named.contains(name) && contains(name))
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean isPattern(TableName name) {
        return name.schema().indexOf('*') >= 0 || name.table().indexOf('*') >= 0;
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** The same in MySQL's words. */
    private static String likeness(String text) {
        return text.replace("|", "||").replace("%", "|%").replace("_", "|_").replace('*', '%');
    }

    /** As it was given, the names first. */
    @Override
    public String toString() {
        List<String> all =
                new ArrayList<>(named.stream().map(TableName::toString).toList());
        patterns.forEach(each -> all.add(each.text().toString()));
        return String.join(", ", all);
    }
}
