package dev.lockstep.endtoend.roads;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.worker.change.Change;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the two roads say of a table, side by side; means something only while nobody writes to it. */
final class Comparison {

    private static final int CONTEXT = 60;
    private static final int LONGEST = 200;
    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private final TwoRoads roads;
    private final RandomTable random;
    private final TableSchema table;
    private final List<String> differences = new ArrayList<>();
    private int rows;

    private Comparison(TwoRoads roads, RandomTable random) {
        this.roads = roads;
        this.random = random;
        this.table = roads.table(random.name());
    }

    /** Everything that differs, in words; nothing where the roads agree. */
    static List<String> of(TwoRoads roads, Connection connection, RandomTable random) throws SQLException {
        Comparison comparison = new Comparison(roads, random);
        roads.binlog().rows(comparison.table.name()).forEach(comparison::compare);
        comparison.count(connection);
        if (!comparison.differences.isEmpty()) {
            comparison.differences.addFirst("seed %d: %s".formatted(random.seed(), random.created(connection)));
        }
        return comparison.differences;
    }

    /** How a row of the binlog differs from what a SELECT has found; empty where it does not. */
    static Optional<String> difference(RowKey key, Change.RowWritten written, Optional<SourceRow> row) {
        Document binlog = ENCODER.encode(written.schema(), written.values());
        if (row.isEmpty()) {
            return Optional.of("not found by SELECT, by the binlog " + abbreviated(binlog.toString()));
        }
        if (!row.get().key().equals(key)) {
            return Optional.of("the key of SELECT is " + row.get().key().text());
        }
        Optional<Document> select = row.get().document();
        return select.equals(Optional.of(binlog))
                ? Optional.empty()
                : Optional.of(
                        words(binlog.toString(), select.map(Document::toString).orElse("no document")));
    }

    private void compare(RowKey key, Change.RowChange change) {
        try {
            Optional<SourceRow> row = roads.select(table, key);
            switch (change) {
                case Change.RowWritten written -> {
                    rows += isPrimary(key) ? 1 : 0;
                    difference(key, written, row).ifPresent(text -> add(key, text));
                }
                case Change.RowDeleted deleted -> row.ifPresent(found -> add(key, "deleted, and found by SELECT"));
                case Change.RowUnclear unclear -> {
                    rows += isPrimary(key) ? 1 : 0;
                    if (!random.mayBeUnclear()) {
                        add(key, "unclear: " + unclear.reason());
                    }
                }
            }
        } catch (RuntimeException e) {
            add(key, e.toString());
        }
    }

    private static boolean isPrimary(RowKey key) {
        return key.text().indexOf('/') < 0;
    }

    /** That no row is missing from the binlog's road. */
    private void count(Connection connection) throws SQLException {
        boolean cleared = roads.binlog().isCleared(table.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES'");
            try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM %s WHERE %s"
                    .formatted(RandomTable.quoted(table.name().table()), hasKey()))) {
                count.next();
                if (count.getInt(1) != rows && !(cleared && random.mayBeUnclear())) {
                    differences.add("%d rows, by the binlog %d".formatted(count.getInt(1), rows));
                }
            }
        }
    }

    /** The rows that have a key in Redis. */
    private String hasKey() {
        return table.key().stream()
                .map(column -> switch (column.type()) {
                    case DATE, DATETIME, TIMESTAMP ->
                        "YEAR(@) > 0 AND DAYOFMONTH(@) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(DATE_FORMAT(@, '%Y-%m-01')))"
                                .replace("@", RandomTable.quoted(column.name()));
                    case CHOICE -> "CONCAT(%s) <> ''".formatted(RandomTable.quoted(column.name()));
                    default -> "TRUE";
                })
                .collect(Collectors.joining(" AND "));
    }

    private void add(RowKey key, String difference) {
        differences.add("%s %s: %s".formatted(table.name(), key.text(), difference));
    }

    private static String words(String binlog, String select) {
        int at = 0;
        while (at < Math.min(binlog.length(), select.length()) && binlog.charAt(at) == select.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - CONTEXT);
        return "%n  binlog %s%n  select %s"
                .formatted(abbreviated(binlog.substring(from)), abbreviated(select.substring(from)));
    }

    private static String abbreviated(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
}
