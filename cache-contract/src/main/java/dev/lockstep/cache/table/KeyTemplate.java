package dev.lockstep.cache.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the rows of a table are called in Redis, such as {@code heroes/{id}}: a text with each column of the key in braces.
 * Different rows have different names, as each text before a column has a character that a percent-encoded value has not.
 *
 * @param literals before, between and behind the columns; one more than there are columns
 */
public record KeyTemplate(List<String> literals, List<String> columns) {

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)}");

    /** What never stands in a value that is percent-encoded. */
    private static final Pattern SEPARATING = Pattern.compile(".*[:/|;].*");

    public KeyTemplate {
        literals = List.copyOf(literals);
        columns = List.copyOf(columns);
    }

    static KeyTemplate parse(String text) {
        List<String> literals = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        Matcher column = COLUMN.matcher(text);
        int at = 0;
        while (column.find()) {
            literals.add(text.substring(at, column.start()));
            columns.add(Objects.requireNonNull(column.group(1)));
            at = column.end();
        }
        literals.add(text.substring(at));
        return new KeyTemplate(literals, columns);
    }

    /** Whether no two rows of a table with this key have one name. */
    boolean fits(List<Column> key) {
        List<String> names = key.stream().map(Column::name).toList();
        return columns.size() == names.size()
                && new HashSet<>(columns).equals(new HashSet<>(names))
                && literals.subList(0, columns.size()).stream()
                        .allMatch(each -> SEPARATING.matcher(each).matches());
    }

    /** What all names begin with. */
    String prefix() {
        return literals.getFirst();
    }

    /**
     * The name of a row.
     *
     * @param encoded the values of the key's columns, percent-encoded, in the key's order
     */
    String name(List<Column> key, List<String> encoded) {
        List<String> names = key.stream().map(Column::name).toList();
        StringBuilder name = new StringBuilder(prefix());
        for (int i = 0; i < columns.size(); i++) {
            name.append(encoded.get(names.indexOf(columns.get(i)))).append(literals.get(i + 1));
        }
        return name.toString();
    }

    /** As it was given. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(prefix());
        for (int i = 0; i < columns.size(); i++) {
            text.append('{').append(columns.get(i)).append('}').append(literals.get(i + 1));
        }
        return text.toString();
    }
}
