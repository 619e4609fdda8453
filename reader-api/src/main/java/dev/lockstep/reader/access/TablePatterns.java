package dev.lockstep.reader.access;

import dev.lockstep.cache.table.TableName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables by name or by pattern, in which a star stands for any characters; a star alone means all of every schema. Immutable.
 */
final class TablePatterns {

    /** Every table there is; no others have all of them. */
    static final TablePatterns ALL =
            new TablePatterns(List.of(new Matching(Pattern.compile(".*"), Pattern.compile(".*"))));

    private static final String STAR = "*";
    private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private final List<Matching> patterns;

    private record Matching(Pattern schema, Pattern table) {}

    private TablePatterns(List<Matching> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * From {@code table}, {@code schema.table}, {@code schema.*} and the like.
     *
     * @param usualSchema of those without one
     */
    static TablePatterns of(Collection<String> texts, String usualSchema) {
        return of(texts, usualSchema, 0);
    }

    /** The same, in whatever case the tables are spelt: for what takes something away, and must not miss a table. */
    static TablePatterns ofAnyCase(Collection<String> texts, String usualSchema) {
        return of(texts, usualSchema, ANY_CASE);
    }

    private static TablePatterns of(Collection<String> texts, String usualSchema, int flags) {
        if (texts.contains(STAR)) {
            return ALL;
        }
        return new TablePatterns(texts.stream()
                .map(text -> TableName.parse(text, usualSchema))
                .map(name -> new Matching(pattern(name.schema(), flags), pattern(name.table(), flags)))
                .toList());
    }

    boolean contain(TableName name) {
        return patterns.stream()
                .anyMatch(each -> each.schema().matcher(name.schema()).matches()
                        && each.table().matcher(name.table()).matches());
    }

    /** Whether they could contain a table of this name in some schema. */
    boolean containSomewhere(String table) {
        return patterns.stream().anyMatch(each -> each.table().matcher(table).matches());
    }

    private static Pattern pattern(String text, int flags) {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), flags);
    }
}
