package dev.lockstep.endtoend.roads;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A table and what is written to it, all drawn from one seed. */
final class RandomTable {

    private static final List<String> MODES =
            List.of("", "", "", "ALLOW_INVALID_DATES", "NO_ZERO_DATE", "STRICT_ALL_TABLES", "NO_BACKSLASH_ESCAPES");

    private static final List<String> RULES = List.of("omit", "redact", "hash", "last2", "last4+as:tail of %s");

    private static final int ATTEMPTS = 5;
    private static final int UPDATES = 3;

    private final long seed;
    private final Draw draw;
    private final Features features;
    private final Kinds kinds;
    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private final List<Field> key = new ArrayList<>();
    private final List<Field> lookup = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private final String mode;
    private final String form;

    /** A column that can be written to. */
    private record Field(String name, Kind kind, boolean nullable) {}

    /** What the server has. */
    record Features(boolean vectors, boolean invisible) {

        static Features of(Connection connection) throws SQLException {
            boolean nine = connection.getMetaData().getDatabaseMajorVersion() >= 9;
            return new Features(nine, nine);
        }
    }

    RandomTable(long seed, Features features) {
        this.seed = seed;
        this.draw = new Draw(seed);
        this.features = features;
        this.kinds = new Kinds(draw, features.vectors());
        this.name = draw.of("t", "T", "t-$", "a b", "ünï", "t`q", "select") + Long.toUnsignedString(seed, 36);
        this.mode = draw.of(MODES);
        int keys = draw.of(1, 1, 2, 3);
        int others = draw.between(1, 7);
        for (int i = 0; i < keys + others; i++) {
            boolean isKey = i < keys;
            Field field = new Field(
                    draw.of("c", "C", "a b", "é", "order", "q`") + i,
                    isKey ? kinds.key() : kinds.any(),
                    !isKey && draw.chance(70));
            fields.add(field);
            if (isKey) {
                key.add(field);
            }
        }
        int unique = draw.of(0, 0, 1, 2);
        for (int i = 0; i < unique; i++) {
            Field field = new Field(draw.of("u", "a u", "ü", "by") + i, kinds.key(), draw.chance(50));
            fields.add(field);
            lookup.add(field);
        }
        fields.stream()
                .filter(each -> !key.contains(each) && !lookup.contains(each) && draw.chance(10))
                .forEach(each -> rules.add(
                        "%s:%s=%s".formatted(name, each.name(), draw.of(RULES).formatted(each.name()))));
        Random shuffle = new Random(draw.bits());
        Collections.shuffle(fields, shuffle);
        Collections.shuffle(key, shuffle);
        this.form =
                draw.of("none", "none", name + ":hash", name + ":key=" + template(), name + ":hash+key=" + template());
    }

    long seed() {
        return seed;
    }

    String name() {
        return name;
    }

    /** By which unique key its rows are found, as the settings say it; "none" where it has none. */
    String lookup() {
        return lookup.isEmpty()
                ? "none"
                : name + ":" + lookup.stream().map(Field::name).collect(Collectors.joining("+"));
    }

    /** How some of its columns stand in the documents, as the settings say it. */
    List<String> columnRules() {
        return rules;
    }

    /** As what and under which names its rows are kept, as the settings say it. */
    String form() {
        return form;
    }

    private String template() {
        return Long.toUnsignedString(seed, 36)
                + key.stream().map(each -> "/{%s}".formatted(each.name())).collect(Collectors.joining());
    }

    /** Whether it has text of which the binlog's road may not know every character. */
    boolean mayBeUnclear() {
        return fields.stream().anyMatch(each -> each.kind().type().matches(".*(gbk|sjis|big5|euckr|cp1251).*"));
    }

    /** Tries a few times, as a server does not take every definition. */
    boolean isCreated(Statement statement) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (isDone(statement, create())) {
                return true;
            }
        }
        return false;
    }

    /** Writes to it, in one transaction; not every write has to succeed. Says how many did. */
    int write(Connection connection) throws SQLException {
        int written = 0;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = '%s'".formatted(mode));
            for (String each : writes()) {
                written += isDone(statement, each) ? 1 : 0;
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
        return written;
    }

    /** How the server calls it. */
    String created(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + quoted(name))) {
            row.next();
            return row.getString(2);
        }
    }

    private static boolean isDone(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private String create() {
        List<String> lines = fields.stream().map(this::definition).collect(Collectors.toCollection(ArrayList::new));
        lines.add(draw.between(0, lines.size()), "anchor INT NOT NULL DEFAULT 7");
        if (draw.chance(40)) {
            lines.add(draw.between(0, lines.size()), generated());
        }
        lines.add("PRIMARY KEY (%s)".formatted(names(key)));
        if (!lookup.isEmpty()) {
            lines.add("UNIQUE KEY (%s)".formatted(names(lookup)));
        }
        return "CREATE TABLE %s (%s) CHARACTER SET %s"
                .formatted(quoted(name), String.join(", ", lines), draw.of("utf8mb4", "latin1"));
    }

    private List<String> writes() {
        List<String> writes = new ArrayList<>();
        int rows = draw.between(3, 8);
        for (int i = 0; i < rows; i++) {
            writes.add(insert());
        }
        for (int i = 0; i < UPDATES; i++) {
            Field field = draw.of(fields);
            writes.add("UPDATE %s SET %s = %s, anchor = anchor + 1 LIMIT 1"
                    .formatted(quoted(name), quoted(field.name()), value(field)));
        }
        if (draw.chance(30)) {
            writes.add("DELETE FROM %s LIMIT 1".formatted(quoted(name)));
        }
        return writes;
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(each -> quoted(each.name())).collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private String insert() {
        List<Field> given = draw.chance(30)
                ? fields.stream()
                        .filter(each -> key.contains(each) || draw.chance(50))
                        .toList()
                : fields;
        return "INSERT INTO %s (%s, anchor) VALUES (%s, %d)"
                .formatted(
                        quoted(name),
                        names(given),
                        given.stream().map(this::value).collect(Collectors.joining(", ")),
                        draw.between(-9, 999));
    }

    private String value(Field field) {
        return field.nullable() && draw.chance(25)
                ? "NULL"
                : field.kind().value().get();
    }

    private String definition(Field field) {
        String type = field.kind().type();
        String presence = field.nullable() ? "NULL" : "NOT NULL";
        String value = field.kind().value().get();
        // Only plain constants may be defaults of every server.
        String otherwise = field.nullable()
                        && !field.kind().type().contains("TEXT")
                        && value.matches("[-0-9.e]+|'[^'\\\\]*'")
                        && draw.chance(40)
                ? " DEFAULT " + value
                : "";
        String hidden = features.invisible() && draw.chance(15) ? " INVISIBLE" : "";
        return "%s %s %s%s%s".formatted(quoted(field.name()), type, presence, otherwise, hidden);
    }

    private String generated() {
        String expression = draw.of(
                "INT %s (anchor * 2)",
                "VARCHAR(30) %s (CONCAT('x', anchor))",
                "DECIMAL(10,3) %s (anchor / 8)",
                "DATE %s (DATE_ADD('2020-01-01', INTERVAL anchor DAY))",
                "JSON %s (JSON_OBJECT('a', anchor))",
                "DOUBLE %s (anchor / 7)",
                "BINARY(4) %s (HEX(anchor MOD 100))");
        return "`made` " + expression.formatted("GENERATED ALWAYS AS") + draw.of(" VIRTUAL", " STORED");
    }
}
