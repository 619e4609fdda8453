package dev.lockstep.cache.table;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a column has to be for its row to be kept in Redis. NULL is equal to NULL here, and neither less nor more
 * than anything. Text is compared by its characters' codes, whatever its collation.
 *
 * @param column its place among the table's columns, from 0
 * @param value of the Java types that {@link ColumnType} names; null for NULL
 */
public record Condition(
        int column, Comparator comparator, @Nullable Object value) {

    /** How to compare. */
    public enum Comparator {
        EQUAL("="),
        UNEQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case UNEQUAL -> comparison != 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case LESS -> comparison < 0;
                case MORE -> comparison > 0;
            };
        }
    }

    boolean holds(List<? extends @Nullable Object> row) {
        Object found = row.get(column);
        if (found == null || value == null) {
            return switch (comparator) {
                case EQUAL -> found == null && value == null;
                case UNEQUAL -> found != null || value != null;
                case AT_MOST, AT_LEAST, LESS, MORE -> false;
            };
        }
        return comparator.holds(compare(found, value));
    }

    @SuppressWarnings("unchecked") // values of one column have one type, which is one that can be compared
    private static int compare(Object found, Object value) {
        if (found instanceof Number && value instanceof Number) {
            return new BigDecimal(found.toString()).compareTo(new BigDecimal(value.toString()));
        }
        return ((Comparable<Object>) found).compareTo(value);
    }
}
