package dev.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Reading;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the binlog's values become in a document. */
final class TypesIT {

    private static final String TABLE = """
            CREATE TABLE thing (
              id INT PRIMARY KEY,
              tiny TINYINT, flag BOOLEAN, utiny TINYINT UNSIGNED, small SMALLINT, medium MEDIUMINT UNSIGNED,
              uint INT UNSIGNED, big BIGINT, ubig BIGINT UNSIGNED, year_ YEAR,
              price DECIMAL(12, 3), f FLOAT, d DOUBLE,
              c CHAR(10), v VARCHAR(100) CHARACTER SET latin1, t TEXT, e ENUM('red', 'blue'), s SET('a', 'b', 'c'),
              bin BINARY(4), vbin VARBINARY(10), blob_ BLOB, bit1 BIT(1), bit12 BIT(12),
              day DATE, t0 TIME, t6 TIME(6), dt0 DATETIME, dt3 DATETIME(3), dt6 DATETIME(6),
              ts0 TIMESTAMP NULL, ts6 TIMESTAMP(6) NULL, j JSON)""";

    @Test
    void everyTypeAtItsExtremesAndAsNull() throws SQLException {
        try (Rig rig = Rig.start(1, List.of("thing"), TABLE)) {
            rig.sql(
                    "SET time_zone = '+02:00'",
                    """
                    INSERT INTO thing VALUES (1, -128, TRUE, 255, -32768, 16777215, 4294967295,
                      -9223372036854775808, 18446744073709551615, 2155,
                      -123456789.120, 3.1415927, 2.2250738585072014e-308,
                      'padded', 'é', 'zwei\\nZeilen "x" 🦸', 'blue', 'a,c',
                      X'01000200', X'00FF', X'', b'1', b'100000000011',
                      '9999-12-31', '-838:59:59', '12:00:00.000001', '1000-01-01 00:00:00',
                      '2024-02-29 23:59:59.123', '2024-02-29 23:59:59.000001',
                      '2024-02-29 14:00:00', '1970-01-01 02:00:01.5', '{"b": [1, 2.50, 1e3, null, true], "a": {"k": "v"}}')""",
                    "INSERT INTO thing (id) VALUES (2)",
                    "INSERT INTO thing (id, big, ubig) VALUES (3, 9007199254740991, 9007199254740992)");
            rig.awaitApplied();

            assertThat(rig.document("thing", "1")).isEqualTo("""
                            {"id":1,"tiny":-128,"flag":1,"utiny":255,"small":-32768,"medium":16777215,"uint":4294967295,\
                            "big":"-9223372036854775808","ubig":"18446744073709551615","year_":2155,\
                            "price":"-123456789.120","f":3.1415927,"d":2.2250738585072014E-308,\
                            "c":"padded","v":"é","t":"zwei\\nZeilen \\"x\\" 🦸","e":"blue","s":"a,c",\
                            "bin":"AQACAA==","vbin":"AP8=","blob_":"","bit1":1,"bit12":2051,\
                            "day":"9999-12-31","t0":"-838:59:59","t6":"12:00:00.000001","dt0":"1000-01-01T00:00:00",\
                            "dt3":"2024-02-29T23:59:59.123","dt6":"2024-02-29T23:59:59.000001",\
                            "ts0":"2024-02-29T12:00:00Z","ts6":"1970-01-01T00:00:01.500000Z",\
                            "j":{"a":{"k":"v"},"b":[1,2.5,1000,null,true]}}""");
            assertThat(rig.document("thing", "2"))
                    .startsWith("{\"id\":2,\"tiny\":null,")
                    .endsWith(",\"j\":null}");
            assertThat(rig.document("thing", "3")).contains("\"big\":9007199254740991,\"ubig\":\"9007199254740992\"");
            assertThat(rig.count("lockstep.worker.unclear")).isZero();
        }
    }

    @Test
    void aRowThatIsTooLargeStaysAMissAndTheStreamGoesOn() throws SQLException {
        try (Rig rig = Rig.start(1, List.of("note"), "CREATE TABLE note (id INT PRIMARY KEY, t MEDIUMTEXT)")) {
            rig.sql("INSERT INTO note VALUES (1, 'small'), (2, 'small')");
            rig.awaitApplied();
            rig.sql("UPDATE note SET t = REPEAT('x', 200000) WHERE id = 1", "UPDATE note SET t = 'still' WHERE id = 2");
            rig.awaitApplied();

            rig.assertKinds("note", Reading.Kind.NOTHING, "1");
            assertThat(rig.document("note", "2")).isEqualTo("{\"id\":2,\"t\":\"still\"}");
            assertThat(rig.count("lockstep.worker.unclear")).isEqualTo(1);

            rig.sql("UPDATE note SET t = 'small again' WHERE id = 1");
            rig.awaitApplied();
            assertThat(rig.document("note", "1")).isEqualTo("{\"id\":1,\"t\":\"small again\"}");
        }
    }
}
