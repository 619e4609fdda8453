package dev.lockstep.testbed.app;

import dev.lockstep.cache.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Random;

/**
 * The table that everything is shown with. Ids 1 to 9 are left alone, for whoever tries something by hand; {@link #PROBE} is
 * the row that latency is measured with; from {@link #FIRST_OF_APP} on, the writing app does as it likes.
 */
public final class HeroTable {

    public static final String SCHEMA = "heroes";
    public static final TableName NAME = new TableName(SCHEMA, "hero");

    /** The row that latency is measured with. */
    public static final int PROBE = 10;

    /** The least id that the writing app touches. */
    public static final int FIRST_OF_APP = 11;

    private static final long SEED = 1;

    private static final String TABLE = """
            CREATE TABLE heroes.hero (
              id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
              name VARCHAR(100) NOT NULL,
              power VARCHAR(100),
              xp INT NOT NULL DEFAULT 0,
              color VARCHAR(30)
            ) CHARACTER SET utf8mb4""";

    private static final String INSERT = "INSERT INTO heroes.hero (name, power, xp, color) VALUES (?, ?, ?, ?)";

    private HeroTable() {}

    /**
     * Creates schema and table with heroes of ids 1 to {@code heroes}, the same ones each time.
     *
     * @param connection of a user who may; left with autocommit on
     */
    public static void create(Connection connection, int heroes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + SCHEMA);
            statement.execute(TABLE);
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Random random = new Random(SEED);
            for (int i = 0; i < heroes; i++) {
                set(insert, 1, Hero.random(random));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Sets four parameters, {@code first} being the name's. */
    static void set(PreparedStatement statement, int first, Hero hero) throws SQLException {
        statement.setString(first, hero.name());
        statement.setObject(first + 1, hero.power(), Types.VARCHAR);
        statement.setInt(first + 2, hero.xp());
        statement.setObject(first + 3, hero.color(), Types.VARCHAR);
    }
}
