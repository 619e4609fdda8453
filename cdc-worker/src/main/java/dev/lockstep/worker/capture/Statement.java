package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement as the binlog has it, and what becomes of tables by it; no more is understood of SQL than that takes. */
final class Statement {

    /** What a statement is about. */
    enum Kind {
        BEGIN,
        /** The end of a transaction, good or bad. */
        END,
        XA,
        /** Changes what tables are there, or what they look like. */
        SCHEMA,
        TRUNCATE,
        /** The rows of no table that could be followed, and the look of none. */
        HARMLESS,
        /** All that is left: it changes rows, and only the source can tell which. */
        DATA
    }

    private static final Pattern IN_FRONT =
            Pattern.compile("\\G(?:\\s+|/\\*!\\d*|/\\*(?!!).*?\\*/|#[^\\n]*\\n|--[\\s][^\\n]*\\n)", Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

    /** Of these, the text says for itself that rows and columns stay what they are. */
    private static final Pattern NOT_A_TABLE = Pattern.compile(
            "(CREATE|ALTER|DROP)\\s+(OR\\s+REPLACE\\s+)?(ALGORITHM\\s*=\\s*\\w+\\s+)?(DEFINER\\s*=\\s*\\S+\\s+)?"
                    + "(SQL\\s+SECURITY\\s+\\w+\\s+)?"
                    + "(TEMPORARY|VIEW|TRIGGER|PROCEDURE|FUNCTION|AGGREGATE|EVENT|USER|ROLE|SERVER)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern WHOLE_SCHEMA = Pattern.compile("\\w+\\s+(DATABASE|SCHEMA)\\b.*", Pattern.DOTALL);

    private static final String BETWEEN = "(?:\\s|/\\*.*?\\*/)+";
    private static final String IDENTIFIER = "(?:`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[^\\s(.`\"]+)";

    /** A new table is all that this changes, whatever others it is like, references or is filled from. */
    private static final Pattern NEW_TABLE = Pattern.compile(
            "CREATE" + BETWEEN + "TABLE" + BETWEEN + "(?:IF\\s+NOT\\s+EXISTS\\s+)?(" + IDENTIFIER + "(?:\\s*\\.\\s*"
                    + IDENTIFIER + ")?).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Set<String> OF_NO_TABLE =
            Set.of("SAVEPOINT", "RELEASE", "GRANT", "REVOKE", "FLUSH", "ANALYZE", "OPTIMIZE", "SET");

    private static final String BEFORE_NAME = "(?<![\\p{Alnum}_$])";
    private static final String AFTER_NAME = "(?![\\p{Alnum}_$])";

    private final String text;
    private final String first;
    private final Kind kind;

    Statement(String sql) {
        this.text = withoutCommentsInFront(sql);
        Matcher word = WORD.matcher(text);
        this.first = word.lookingAt() ? word.group().toUpperCase(Locale.ROOT) : "";
        this.kind = kindOf();
    }

    Kind kind() {
        return kind;
    }

    /** The word it begins with, in upper case; it names the kind of statement to people. */
    String first() {
        return first;
    }

    /** What follows the first two words. */
    String rest() {
        String[] words = text.split("\\s+", 3);
        return words.length < 3 ? "" : words[2].strip();
    }

    /** Whether the first two words are these. */
    boolean begins(String one, String two) {
        String[] words = text.split("\\s+", 3);
        return words.length > 1 && words[0].equalsIgnoreCase(one) && words[1].equalsIgnoreCase(two);
    }

    /** Whether the table may be another one after this. One too many does no harm: its rows are loaded anew. */
    boolean touches(TableName table) {
        if (kind == Kind.SCHEMA
                && WHOLE_SCHEMA.matcher(text.toUpperCase(Locale.ROOT)).matches()) {
            return first.equals("DROP") && names(table.schema());
        }
        return (kind == Kind.SCHEMA || kind == Kind.TRUNCATE) && names(table.table());
    }

    /** Whether there may be a table afterwards of a name that was not there before. */
    boolean bringsTables() {
        return kind == Kind.SCHEMA && !first.equals("DROP") && !first.equals("REPAIR");
    }

    private boolean names(String name) {
        Matcher created = NEW_TABLE.matcher(text);
        String where = created.matches() ? created.group(1) : text;
        if (!isAscii(name)) {
            // The text is in the characters of whoever wrote it, and the binlog client takes it for UTF-8.
            return !isAscii(where);
        }
        String spelt = "(?:%s|%s)".formatted(Pattern.quote(name), Pattern.quote(name.replace("`", "``")));
        return Pattern.compile(BEFORE_NAME + spelt + AFTER_NAME, Pattern.CASE_INSENSITIVE)
                .matcher(where)
                .find();
    }

    private Kind kindOf() {
        return switch (first) {
            case "BEGIN" -> Kind.BEGIN;
            case "COMMIT" -> Kind.END;
            // To a savepoint, a transaction goes on.
            case "ROLLBACK" -> text.length() > first.length() ? Kind.HARMLESS : Kind.END;
            case "XA" -> Kind.XA;
            case "TRUNCATE" -> Kind.TRUNCATE;
            case "CREATE", "ALTER", "DROP", "RENAME", "REPAIR" ->
                NOT_A_TABLE.matcher(text).matches() ? Kind.HARMLESS : Kind.SCHEMA;
            default -> OF_NO_TABLE.contains(first) ? Kind.HARMLESS : Kind.DATA;
        };
    }

    private static String withoutCommentsInFront(String sql) {
        Matcher comment = IN_FRONT.matcher(sql);
        int end = 0;
        while (comment.find()) {
            end = comment.end();
        }
        return sql.substring(end).strip();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(each -> each < 128);
    }
}
