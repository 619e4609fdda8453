package dev.lockstep.testbed.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Single statements on the rental's tables, some of which reach further rows by foreign keys. Each says how many rows it has
 * changed itself; most choose their row without knowing whether it is there. Not thread safe.
 */
final class RentalWrites {

    /** Each question mark is a number from 1 to the limit in its place. */
    private record Template(String sql, List<Integer> limits) {}

    private static final int DAYS = 3_000;
    private static final int AMOUNT = 900;

    // What adds rows and what removes them balances over time.
    private static final List<Template> TEMPLATES = List.of(
            template(
                    "UPDATE rental.film SET stars = ? / 7, price = ? / 100, released = 1901 + ? WHERE id = ?",
                    100,
                    AMOUNT,
                    120,
                    1000),
            template(
                    "UPDATE rental.film SET extras = ?, subtitled = ?, facts = JSON_OBJECT('n', ? / 4) WHERE id = ?",
                    15,
                    15,
                    99,
                    1000),
            template(
                    "UPDATE rental.customer SET name = CONCAT('Customer ', ?), active = NOT active WHERE id = ?",
                    9999,
                    1000),
            template("UPDATE rental.customer SET email = CONCAT('C', ?, '@example.org') WHERE id = ?", 9999, 1000),
            template(
                    "UPDATE rental.employee SET last_name = CONCAT('Last', ?), store = NULLIF(?, 21) WHERE id = ?",
                    900,
                    21,
                    4000),
            template(
                    "UPDATE rental.salary SET amount = ? / 100 WHERE employee = ? ORDER BY since DESC LIMIT 2",
                    9_000_000,
                    4000),
            template("UPDATE rental.address SET place = POINT(? / 100, ? / 100) WHERE id = ?", 18_000, 9_000, 2000),
            template("UPDATE rental.works_in SET share = ? / 10 WHERE employee = ?", 10, 4000),
            template(
                    "INSERT IGNORE INTO rental.rental (id, taken, inventory, customer, employee) VALUES (?, NOW() - INTERVAL ? DAY, 3 + ?, ?, ?)",
                    16_000,
                    DAYS,
                    4000,
                    1000,
                    4000),
            template("UPDATE rental.rental SET returned = NOW() WHERE id = ?", 16_000),
            template(
                    "INSERT IGNORE INTO rental.payment VALUES (4000000000 + ?, NULL, ?, ? / 100, NOW(6))",
                    16_000,
                    1000,
                    AMOUNT),
            template("DELETE FROM rental.payment WHERE id = 4000000000 + ?", 16_000),
            template("DELETE FROM rental.rental WHERE id = ?", 16_000),
            template(
                    "REPLACE INTO rental.login VALUES (UNHEX(LEFT(SHA2(CONCAT('t', ?), 256), 32)), ?, NOW(6), NULL)",
                    5000,
                    1000),
            template("DELETE FROM rental.login WHERE token = UNHEX(LEFT(SHA2(CONCAT('t', ?), 256), 32))", 5000),
            template("INSERT IGNORE INTO rental.plays_in VALUES (?, ?, NULL)", 200, 1000),
            template("DELETE FROM rental.plays_in WHERE actor = ? AND film = ?", 200, 1000),
            template("DELETE FROM rental.title WHERE employee = ?", 4000),
            template(
                    "INSERT IGNORE INTO rental.title SELECT id, 'Clerk', hired, NULL FROM rental.employee WHERE id = ?",
                    4000),
            template("UPDATE rental.department SET budget = budget + ? WHERE code = CONCAT('d00', ?)", AMOUNT, 9),
            template("DELETE FROM rental.inventory WHERE id = 3 + ?", 4000),
            template("INSERT IGNORE INTO rental.inventory SELECT 3 + ?, ?, ?, NULL", 4000, 1000, 20));

    private final Connection connection;
    private final RandomGenerator random;

    RentalWrites(Connection connection, RandomGenerator random) {
        this.connection = connection;
        this.random = random;
    }

    private static Template template(String sql, Integer... limits) {
        return new Template(sql, List.of(limits));
    }

    /** One of all. */
    int any() throws SQLException {
        Template template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
        try (PreparedStatement statement = connection.prepareStatement(template.sql())) {
            for (int i = 0; i < template.limits().size(); i++) {
                statement.setInt(i + 1, 1 + random.nextInt(template.limits().get(i)));
            }
            return statement.executeUpdate();
        }
    }
}
