package dev.lockstep.testbed.history;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of a writer on {@code heroes.hero}: a row's {@code xp} is its version, and {@code power} says it once more, so
 * that a row put together from two versions is seen. Each takes several rows at once. Not thread safe.
 */
final class CounterRows {

    private static final String ROW = "(?, 'Counter', CONCAT('v', ?), ?, NULL)";

    private final Connection connection;

    CounterRows(Connection connection) {
        this.connection = connection;
    }

    /** What a row of a version says in {@code power}. */
    static String power(long version) {
        return "v" + version;
    }

    /** None of the rows may be there. */
    void insert(List<Integer> keys, List<Long> versions) throws SQLException {
        values("INSERT INTO heroes.hero (id, name, power, xp, color) VALUES %s", keys, versions);
    }

    void replace(List<Integer> keys, List<Long> versions) throws SQLException {
        values("REPLACE INTO heroes.hero (id, name, power, xp, color) VALUES %s", keys, versions);
    }

    void insertOrUpdate(List<Integer> keys, List<Long> versions) throws SQLException {
        values(
                "INSERT INTO heroes.hero (id, name, power, xp, color) VALUES %s"
                        + " ON DUPLICATE KEY UPDATE xp = VALUES(xp), power = VALUES(power)",
                keys, versions);
    }

    /** All of the rows must be there; one statement changes them. */
    void update(List<Integer> keys, List<Long> versions) throws SQLException {
        String marks = marks(keys.size());
        String sql = "UPDATE heroes.hero SET xp = ELT(FIELD(id, %s), %s), power = CONCAT('v', xp) WHERE id IN (%s)"
                .formatted(marks, marks, marks);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (int key : keys) {
                statement.setInt(at++, key);
            }
            for (long version : versions) {
                statement.setLong(at++, version);
            }
            for (int key : keys) {
                statement.setInt(at++, key);
            }
            require(keys.size(), statement.executeUpdate(), sql);
        }
    }

    /** All of the rows must be there. */
    void delete(List<Integer> keys) throws SQLException {
        String sql = "DELETE FROM heroes.hero WHERE id IN (%s)".formatted(marks(keys.size()));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (int key : keys) {
                statement.setInt(at++, key);
            }
            require(keys.size(), statement.executeUpdate(), sql);
        }
    }

    /** All transactions that are committed, without line breaks. */
    String executed() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT @@global.gtid_executed");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1).replaceAll("\\s", "");
        }
    }

    /** The versions of the rows that are there, once every transaction that holds one of them has ended. */
    Map<Integer, Long> look(List<Integer> keys) throws SQLException {
        String sql = "SELECT id, xp FROM heroes.hero WHERE id IN (%s) FOR UPDATE".formatted(marks(keys.size()));
        Map<Integer, Long> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (int key : keys) {
                statement.setInt(at++, key);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        return found;
    }

    private void values(String sql, List<Integer> keys, List<Long> versions) throws SQLException {
        String rows = Collections.nCopies(keys.size(), ROW).stream().collect(joining(", "));
        try (PreparedStatement statement = connection.prepareStatement(sql.formatted(rows))) {
            int at = 1;
            for (int i = 0; i < keys.size(); i++) {
                statement.setInt(at++, keys.get(i));
                statement.setLong(at++, versions.get(i));
                statement.setLong(at++, versions.get(i));
            }
            statement.executeUpdate();
        }
    }

    private static String marks(int count) {
        return Collections.nCopies(count, "?").stream().collect(joining(", "));
    }

    private static void require(int expected, int found, String sql) {
        if (found != expected) {
            throw new IllegalStateException("%s: %d rows (expected: %d)".formatted(sql, found, expected));
        }
    }
}
