package dev.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Reading;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine would stumble over, or take for something else. */
final class OddValuesIT {

    private static final String NUMBERS = """
            CREATE TABLE numbers (id INT PRIMARY KEY, a INT, b BIGINT, c DECIMAL(5), d FLOAT, e DOUBLE, f TINYINT, g SMALLINT,
              y YEAR)""";

    private static final String DATES =
            "CREATE TABLE dates (id INT PRIMARY KEY, d DATE NOT NULL, dt DATETIME NOT NULL, n INT DEFAULT 5)";

    private static final String DATED = "CREATE TABLE dated (d DATE PRIMARY KEY, v INT)";

    @Test
    void theStreamGoesOnAndNothingIsTakenForSomethingElse() throws SQLException {
        try (Rig rig = Rig.start(1, List.of("numbers", "dates", "dated"), NUMBERS, DATES, DATED)) {
            rig.sql(
                    "SET sql_mode = 'ALLOW_INVALID_DATES'",
                    "INSERT INTO numbers VALUES (1, 1, 1, 1, 1, 1, 1, 1, 0)",
                    "INSERT INTO dates VALUES (1, '2026-02-31', '2026-02-31 10:00:00', NULL)",
                    "INSERT INTO dates VALUES (2, '0000-00-00', '2026-00-01 10:00:00', 1)",
                    "INSERT INTO dates VALUES (3, '1970-01-01', '0001-01-01 00:00:00', 1)",
                    "INSERT INTO dated VALUES ('1970-01-01', 1), ('0000-00-00', 2), ('2026-02-31', 3)",
                    "DELETE FROM dated WHERE v = 2",
                    "UPDATE dated SET d = '2026-03-01' WHERE v = 3");
            rig.awaitApplied();

            assertThat(rig.document("numbers", "1")).endsWith(",\"y\":0}");
            assertThat(rig.document("dates", "1")).isEqualTo("{\"id\":1,\"d\":null,\"dt\":null,\"n\":null}");
            assertThat(rig.document("dates", "2")).isEqualTo("{\"id\":2,\"d\":null,\"dt\":null,\"n\":1}");
            assertThat(rig.document("dates", "3"))
                    .isEqualTo("{\"id\":3,\"d\":\"1970-01-01\",\"dt\":\"0001-01-01T00:00:00\",\"n\":1}");
            assertThat(rig.document("dated", "1970-01-01")).isEqualTo("{\"d\":\"1970-01-01\",\"v\":1}");
            assertThat(rig.document("dated", "2026-03-01")).isEqualTo("{\"d\":\"2026-03-01\",\"v\":3}");
            rig.assertKinds("dated", Reading.Kind.NOTHING, "2026-02-31", "0000-00-00");
            assertThat(rig.count("lockstep.worker.unclear")).isZero();
            assertThat(rig.count("lockstep.worker.cleared")).isZero();
        }
    }
}
