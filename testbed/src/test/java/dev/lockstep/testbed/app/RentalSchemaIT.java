package dev.lockstep.testbed.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RentalSchemaIT {

    /** Each statement of the app comes some twenty times. */
    private static final int WRITES = 500;

    @Test
    void hasAsManyRowsAsItSaysAndIsWrittenTo() throws SQLException {
        try (MySqlServer mysql = MySqlServer.start();
                Connection connection = mysql.connect()) {
            RentalSchema.create(connection);
            long rows = 0;
            for (TableName table : RentalSchema.tables(connection)) {
                rows += number(connection, "SELECT COUNT(*) FROM %s".formatted(table));
            }
            assertThat(RentalSchema.tables(connection)).hasSize(17);
            assertThat(rows).isBetween(95_000L, 120_000L);

            RentalWrites writes = new RentalWrites(connection, new Random(1));
            int changed = 0;
            for (int i = 0; i < WRITES; i++) {
                changed += writes.any();
            }
            assertThat(changed).isGreaterThan(WRITES / 2);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
