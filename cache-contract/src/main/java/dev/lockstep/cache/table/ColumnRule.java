package dev.lockstep.cache.table;

import java.util.Optional;

/**
 * What is set for a column.
 *
 * @param omitted whether it is left out of the documents
 * @param only whether columns for which nothing is set are left out
 * @param name what it is called instead
 */
record ColumnRule(boolean omitted, boolean only, Optional<String> name, Mask mask) {

    private static final String AS = "as:";
    private static final String LAST = "last";

    /**
     * From words such as {@code omit} or {@code last4+as:card}.
     *
     * @param salt for hashing
     */
    static ColumnRule parse(String words, String salt) {
        ColumnRule rule = new ColumnRule(false, false, Optional.empty(), Mask.NONE);
        for (String word : words.split("\\+", -1)) {
            rule = rule.with(word, salt);
        }
        return rule;
    }

    private ColumnRule with(String word, String salt) {
        if (word.startsWith(AS)) {
            return new ColumnRule(omitted, only, Optional.of(word.substring(AS.length())), mask);
        }
        return switch (word) {
            case "omit" -> new ColumnRule(true, only, name, mask);
            case "only" -> new ColumnRule(omitted, true, name, mask);
            case "redact" -> masked(new Mask.Redacted());
            case "hash" -> masked(new Mask.Hashed(salt));
            default -> masked(new Mask.Last(Integer.parseInt(word.substring(LAST.length()))));
        };
    }

    private ColumnRule masked(Mask other) {
        return new ColumnRule(omitted, only, name, other);
    }
}
