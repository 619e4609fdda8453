package dev.lockstep.testbed.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.random.RandomGenerator;

/**
 * Single statements on the table, of every kind that applications use. Each says how many rows it has changed; most choose
 * their row without knowing whether it is there. Not thread safe.
 */
final class HeroWrites {

    private static final int NEIGHBOURS = 5;

    private final Connection connection;
    private final RandomGenerator random;
    private final int largestId;

    HeroWrites(Connection connection, RandomGenerator random, int largestId) {
        this.connection = connection;
        this.random = random;
        this.largestId = largestId;
    }

    int update() throws SQLException {
        return run("UPDATE heroes.hero SET xp = xp + ?, color = ? WHERE id = ?", statement -> {
            statement.setInt(1, 1 + random.nextInt(100));
            statement.setString(2, Hero.random(random).color());
            statement.setInt(3, anyId());
        });
    }

    int updateSeveral() throws SQLException {
        int from = anyId();
        return run("UPDATE heroes.hero SET xp = xp + 1 WHERE id BETWEEN ? AND ?", statement -> {
            statement.setInt(1, from);
            statement.setInt(2, Math.min(largestId, from + NEIGHBOURS));
        });
    }

    int insert() throws SQLException {
        return run(
                "INSERT IGNORE INTO heroes.hero (id, name, power, xp, color) VALUES (?, ?, ?, ?, ?)",
                this::setIdAndHero);
    }

    int insertSeveral() throws SQLException {
        return run(
                "INSERT IGNORE INTO heroes.hero (id, name, power, xp, color) VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)",
                statement -> {
                    setIdAndHero(statement);
                    statement.setInt(6, anyId());
                    HeroTable.set(statement, 7, Hero.random(random));
                });
    }

    /** Takes the next id of the counter, and another row leaves for it, so that the table does not grow. */
    int recruit() throws SQLException {
        String insert = "INSERT INTO heroes.hero (name, power, xp, color) VALUES (?, ?, ?, ?)";
        int changed;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            HeroTable.set(statement, 1, Hero.random(random));
            changed = statement.executeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            return changed
                    + statement.executeUpdate(
                            "DELETE FROM heroes.hero WHERE id > %d AND id < CAST(LAST_INSERT_ID() AS SIGNED) - 20 LIMIT 1"
                                    .formatted(largestId));
        }
    }

    int delete() throws SQLException {
        return run("DELETE FROM heroes.hero WHERE id = ?", statement -> statement.setInt(1, anyId()));
    }

    int deleteSeveral() throws SQLException {
        int from = anyId();
        return run(
                "DELETE FROM heroes.hero WHERE id BETWEEN ? AND ? AND xp % 2 = 0",
                statement -> {
                    statement.setInt(1, from);
                    statement.setInt(2, Math.min(largestId, from + NEIGHBOURS));
                });
    }

    int replace() throws SQLException {
        return one(run(
                "REPLACE INTO heroes.hero (id, name, power, xp, color) VALUES (?, ?, ?, ?, ?)", this::setIdAndHero));
    }

    int insertOrUpdate() throws SQLException {
        return one(run("""
                INSERT INTO heroes.hero (id, name, power, xp, color) VALUES (?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE xp = xp + 7, power = NULL""", this::setIdAndHero));
    }

    /** Fails where the new id is taken. */
    int changeKey() throws SQLException {
        return run("UPDATE heroes.hero SET id = ? WHERE id = ?", statement -> {
            statement.setInt(1, anyId());
            statement.setInt(2, anyId());
        });
    }

    /** Each row takes the key that its neighbour has just left; fails where the last one finds its place taken. */
    int shiftKeys() throws SQLException {
        int from = HeroTable.FIRST_OF_APP + random.nextInt(largestId - HeroTable.FIRST_OF_APP - NEIGHBOURS);
        return run("UPDATE heroes.hero SET id = id + 1 WHERE id BETWEEN ? AND ? ORDER BY id DESC", statement -> {
            statement.setInt(1, from);
            statement.setInt(2, from + NEIGHBOURS - 1);
        });
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private int run(String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(statement);
            return statement.executeUpdate();
        }
    }

    private void setIdAndHero(PreparedStatement statement) throws SQLException {
        statement.setInt(1, anyId());
        HeroTable.set(statement, 2, Hero.random(random));
    }

    private int anyId() {
        return random.nextInt(HeroTable.FIRST_OF_APP, largestId + 1);
    }

    /** MySQL counts a row that took another's place as two. */
    private static int one(int counted) {
        return Math.min(1, counted);
    }
}
