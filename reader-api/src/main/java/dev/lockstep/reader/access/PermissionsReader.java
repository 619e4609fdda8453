package dev.lockstep.reader.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what somebody may do from {@code {"tables": [...], "columns": {"table": [...]}, "rate": n, "metrics": true}}, as it stands
 * in the file of callers and in tokens, and collects what is wrong with it.
 */
final class PermissionsReader {

    /** The members that it looks at. */
    static final List<String> MEMBERS = List.of("tables", "columns", "rate", "metrics");

    private static final int HIGHEST_RATE = 1_000_000;
    private static final Pattern TABLE = Pattern.compile("[^.,\\s/]{1,64}(\\.[^.,\\s/]{1,64})?");
    private static final Pattern COLUMN = Pattern.compile("[^,]{1,64}");
    private static final String EXPECTED_TABLES = "tables as in DB_TABLE, such as hero or shop.*, or * for all";
    private static final String EXPECTED_COLUMNS = "names of columns as they stand in documents";

    private final String usualSchema;
    private final List<String> problems;

    /**
     * A reader.
     *
     * @param usualSchema of tables that are named without one
     * @param problems is told what is wrong, one sentence each
     */
    PermissionsReader(String usualSchema, List<String> problems) {
        this.usualSchema = usualSchema;
        this.problems = problems;
    }

    /**
     * Reads them; where there were problems, what is returned is not to be used.
     *
     * @param place of the members, for the problems
     */
    Permissions read(Map<String, ? extends @Nullable Object> members, String place) {
        List<String> tables =
                texts(members.get("tables"), place + ".tables", TABLE.asMatchPredicate(), EXPECTED_TABLES);
        return new Permissions(
                TablePatterns.of(tables, usualSchema),
                columns(members.get("columns"), place + ".columns"),
                rate(members.get("rate"), place + ".rate"),
                metrics(members.get("metrics"), place + ".metrics"));
    }

    private List<Permissions.Columns> columns(@Nullable Object value, String place) {
        List<Permissions.Columns> columns = new ArrayList<>();
        if (value instanceof Map<?, ?> byTable) {
            byTable.forEach((table, names) -> columns.add(columns(String.valueOf(table), names, place)));
        } else if (value != null) {
            problem(place, value, "an object that has a list of columns for each table");
        }
        return columns;
    }

    private Permissions.Columns columns(String table, @Nullable Object names, String place) {
        String inside = place + "." + table;
        List<String> tables = texts(table, inside, TABLE.asMatchPredicate(), EXPECTED_TABLES);
        List<String> seen = texts(names, inside, COLUMN.asMatchPredicate(), EXPECTED_COLUMNS);
        if (names != null && seen.isEmpty()) {
            problem(inside, names, EXPECTED_COLUMNS);
        }
        return new Permissions.Columns(TablePatterns.ofAnyCase(tables, usualSchema), new LinkedHashSet<>(seen));
    }

    private int rate(@Nullable Object value, String place) {
        if (value == null) {
            return 0;
        }
        if (value instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= 1
                && number.intValue() <= HIGHEST_RATE) {
            return number.intValue();
        }
        problem(place, value, "a whole number, 1 to %d: requests a second".formatted(HIGHEST_RATE));
        return 0;
    }

    private boolean metrics(@Nullable Object value, String place) {
        if (value != null && !(value instanceof Boolean)) {
            problem(place, value, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    /** A list of texts, or one text of several with commas between them, as some who sign tokens know no lists. */
    private List<String> texts(@Nullable Object value, String place, Predicate<String> fits, String expected) {
        if (value == null) {
            problems.add("%s is missing (expected: %s)".formatted(place, expected));
            return List.of();
        }
        Collection<?> elements = switch (value) {
            case Collection<?> list -> list;
            case String text ->
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            default -> {
                problem(place, value, "a list of " + expected);
                yield List.of();
            }
        };
        List<String> texts = new ArrayList<>();
        int at = 0;
        for (Object element : elements) {
            if (element instanceof String text && fits.test(text)) {
                texts.add(text);
            } else {
                problem("%s[%d]".formatted(place, at), element, expected);
            }
            at++;
        }
        return texts;
    }

    private void problem(String place, @Nullable Object value, String expected) {
        problems.add("%s: '%s' (expected: %s)".formatted(place, value, expected));
    }
}
