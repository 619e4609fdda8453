package dev.lockstep.reader.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.stage.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of column, read from a real server over the reader's own connections. */
@ExtendWith(Stage.Extension.class)
final class RowSelectIT {

    private final Stage stage;
    private final String schema;
    private final Database database;

    RowSelectIT(Stage stage) throws SQLException {
        this.stage = stage;
        this.schema = stage.newSchema();
        this.database = Database.at(new Database.Address(
                stage.mysql().host(),
                stage.mysql().port(),
                stage.mysql().user(),
                stage.mysql().password(),
                "disabled",
                2,
                Duration.ofSeconds(10)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            TINYINT                | -128                             | -128
            TINYINT(1)             | 5                                | 5
            TINYINT UNSIGNED       | 255                              | 255
            BOOLEAN                | TRUE                             | 1
            SMALLINT               | -32768                           | -32768
            MEDIUMINT UNSIGNED     | 16777215                         | 16777215
            INT                    | -2147483648                      | -2147483648
            INT UNSIGNED           | 4294967295                       | 4294967295
            BIGINT                 | 9007199254740991                 | 9007199254740991
            BIGINT                 | -9223372036854775808             | "-9223372036854775808"
            BIGINT UNSIGNED        | 18446744073709551615             | "18446744073709551615"
            YEAR                   | 2026                             | 2026
            YEAR                   | 0                                | 0
            DECIMAL(10,4)          | -12.5                            | "-12.5000"
            DECIMAL(65,30)         | 0.000000000000000000000000000001 | "0.000000000000000000000000000001"
            FLOAT                  | 0.1                              | 0.1
            FLOAT                  | 16777217                         | 1.6777216E7
            FLOAT                  | 3.4e38                           | 3.4E38
            FLOAT                  | 1.17549435e-38                   | 1.1754944E-38
            DOUBLE                 | 0.1                              | 0.1
            DOUBLE                 | 1.7976931348623157e308           | 1.7976931348623157E308
            DOUBLE                 | 123456789.123456789              | 1.2345678912345679E8
            CHAR(5)                | 'ab  '                           | "ab"
            VARCHAR(20)            | 'ab  '                           | "ab  "
            VARCHAR(20)            | 'a"b\\\\c'                       | "a\\"b\\\\c"
            VARCHAR(20)            | '漢字'                             | "漢字"
            VARCHAR(20) CHARACTER SET latin1 | 'é'                    | "é"
            VARCHAR(20)            | ''                               | ""
            TEXT                   | REPEAT('x', 3)                   | "xxx"
            ENUM('red','blue')     | 'blue'                           | "blue"
            SET('a','b','c')       | 'c,a'                            | "a,c"
            BINARY(4)              | x'FF00'                          | "/wAAAA=="
            VARBINARY(4)           | x'FF00'                          | "/wA="
            BLOB                   | x'00'                            | "AA=="
            BIT(1)                 | b'1'                             | 1
            BIT(9)                 | b'100000001'                     | 257
            BIT(64)                | 18446744073709551615             | "18446744073709551615"
            DATE                   | '1000-01-01'                     | "1000-01-01"
            DATE                   | '9999-12-31'                     | "9999-12-31"
            DATETIME               | '2026-02-28 23:59:59'            | "2026-02-28T23:59:59"
            DATETIME(3)            | '2026-02-28 23:59:59.120'        | "2026-02-28T23:59:59.120"
            DATETIME(6)            | '2026-02-28 00:00:00.000001'     | "2026-02-28T00:00:00.000001"
            TIMESTAMP              | '2038-01-19 03:14:07'            | "2038-01-19T03:14:07Z"
            TIMESTAMP(6)           | '1970-01-01 00:00:01.000005'     | "1970-01-01T00:00:01.000005Z"
            TIME                   | '838:59:59'                      | "838:59:59"
            TIME                   | '-838:59:59'                     | "-838:59:59"
            TIME(6)                | '-00:00:00.000001'               | "-00:00:00.000001"
            TIME(6)                | '01:02:03.000005'                | "01:02:03.000005"
            TIME(2)                | '-01:30:00.50'                   | "-01:30:00.50"
            JSON                   | '{"b": [1, 2.50, true, null], "a": "x"}' | {"a":"x","b":[1,2.5,true,null]}
            JSON                   | '"text"'                         | "text"
            JSON                   | 'null'                           | null
            INT                    | NULL                             | null
            TIME(6)                | NULL                             | null
            BIT(9)                 | NULL                             | null
            TIMESTAMP NULL         | NULL                             | null
            FLOAT                  | NULL                             | null
            JSON                   | NULL                             | null
            """)
    void document(String type, String value, String expected) throws SQLException {
        stage.sql(
                "CREATE TABLE %s.t (id INT PRIMARY KEY, v %s)".formatted(schema, type),
                "SET time_zone = '+00:00'",
                "INSERT INTO %s.t VALUES (1, %s)".formatted(schema, value));

        assertThat(read("t", "1")).hasValue("{\"id\":1,\"v\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource({"DATE", "DATETIME(6)", "TIMESTAMP NULL"})
    void aDateWithZerosInItIsNull(String type) throws SQLException {
        stage.sql(
                "SET sql_mode = ''",
                "CREATE TABLE %s.t (id INT PRIMARY KEY, v %s)".formatted(schema, type),
                "INSERT INTO %s.t VALUES (1, '0000-00-00')".formatted(schema));

        assertThat(read("t", "1")).hasValue("{\"id\":1,\"v\":null}");
    }

    @Test
    void aDateWithoutADayIsNull() throws SQLException {
        stage.sql(
                "SET sql_mode = ''",
                "CREATE TABLE %s.t (id INT PRIMARY KEY, v DATE, w DATETIME)".formatted(schema),
                "INSERT INTO %s.t VALUES (1, '2026-02-00', '2026-00-01 10:00:00')".formatted(schema));

        assertThat(read("t", "1")).hasValue("{\"id\":1,\"v\":null,\"w\":null}");
    }

    @Test
    void textOutsideTheBasicPlaneComesThrough() throws SQLException {
        stage.sql(
                "CREATE TABLE %s.t (id INT PRIMARY KEY, v VARCHAR(9) CHARACTER SET utf8mb4)".formatted(schema),
                "INSERT INTO %s.t VALUES (1, x'F09FA6B8')".formatted(schema));

        // JSON may write it either way.
        assertThat(read("t", "1").orElseThrow())
                .isIn("{\"id\":1,\"v\":\"\\uD83E\\uDDB8\"}", "{\"id\":1,\"v\":\"\uD83E\uDDB8\"}");
    }

    @Test
    void namesMayHoldAnything() throws SQLException {
        stage.sql(
                "CREATE TABLE %s.`t``a\"b'c` (`k``ey` INT PRIMARY KEY, `v?;--` INT)".formatted(schema),
                "INSERT INTO %s.`t``a\"b'c` VALUES (1, 2)".formatted(schema));

        assertThat(read("t`a\"b'c", "1")).hasValue("{\"k`ey\":1,\"v?;--\":2}");
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INT                | 42                        | 42
            INT                | -42                       | -42
            BIGINT             | -9223372036854775808      | -9223372036854775808
            BIGINT             | 9223372036854775807       | 9223372036854775807
            BIGINT UNSIGNED    | 18446744073709551615      | 18446744073709551615
            BIGINT UNSIGNED    | 9223372036854775808       | 9223372036854775808
            DECIMAL(10,2)      | 1.50                      | 1.50
            DECIMAL(10,2)      | 1.50                      | 1.5
            VARCHAR(50)        | 'a,b/c%d?e#f g+h'         | a%2Cb%2Fc%25d%3Fe%23f%20g%2Bh
            VARCHAR(50)        | 'a+b'                     | a+b
            VARCHAR(50)        | '漢字'                      | %E6%BC%A2%E5%AD%97
            VARCHAR(50)        | ''                        |
            VARCHAR(50)        | '..'                      | ..
            VARCHAR(50)        | '\\\\'' OR 1=1 -- '         | %5C%27%20OR%201%3D1%20--%20
            CHAR(5)            | 'ab'                      | ab
            VARBINARY(4)       | x'00FF'                   | 00FF
            BINARY(4)          | x'00FF'                   | 00ff0000
            DATE               | '2026-02-28'              | 2026-02-28
            DATETIME           | '2026-02-28 23:59:59'     | 2026-02-28T23:59:59
            DATETIME(6)        | '2026-02-28 23:59:59.000001' | 2026-02-28T23:59:59.000001
            TIMESTAMP          | '2026-02-28 23:59:59'     | 2026-02-28T23:59:59Z
            TIMESTAMP(3)       | '2026-02-28 23:59:59.120' | 2026-02-28T23:59:59.12Z
            BIT(16)            | 258                       | 258
            YEAR               | 2026                      | 2026
            ENUM('red','blue') | 'blue'                    | blue
            """)
    void findsTheRowByItsKey(String type, String value, String key) throws SQLException {
        stage.sql(
                "SET time_zone = '+00:00'",
                "CREATE TABLE %s.t (k %s PRIMARY KEY, v INT)".formatted(schema, type),
                "INSERT INTO %s.t VALUES (%s, 7)".formatted(schema, value));

        assertThat(read("t", key == null ? "" : key))
                .hasValueSatisfying(document -> assertThat(document).endsWith("\"v\":7}"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INT             | 5                    | 6
            INT             | 705032704            | 5000000000
            BIGINT          | 9223372036854775807  | 9223372036854775808
            BIGINT          | 9223372036854775807  | 9223372036854775806
            BIGINT UNSIGNED | 18446744073709551615 | 18446744073709551614
            BIGINT UNSIGNED | 18446744073709551615 | -1
            VARCHAR(5)      | '0'                  | abc
            DATE            | '2026-02-28'         | 2026-03-01
            VARBINARY(4)    | x'00FF'              | 00FF00
            """)
    void findsNothingUnderAnotherKey(String type, String value, String key) throws SQLException {
        stage.sql(
                "CREATE TABLE %s.t (k %s PRIMARY KEY)".formatted(schema, type),
                "INSERT INTO %s.t VALUES (%s)".formatted(schema, value));

        assertThat(read("t", key)).isEmpty();
    }

    @Test
    void theKeyOfARowIsItsOwn() throws SQLException {
        stage.sql(
                "CREATE TABLE %s.t (b VARCHAR(20) COLLATE utf8mb4_general_ci, a INT, v INT, PRIMARY KEY (a, b))"
                        .formatted(schema),
                "INSERT INTO %s.t VALUES ('Ada, B', 1, 7)".formatted(schema));

        assertThat(row("t", "1,Ada%2C%20B"))
                .hasValueSatisfying(row -> assertThat(row.key().text()).isEqualTo("1,Ada%2C%20B"));
        assertThat(row("t", "1,aDA%2C%20b"))
                .as("another spelling is another key")
                .isEmpty();
    }

    @Test
    void theKeyIsFoundByItsIndex() throws SQLException {
        stage.sql(
                "CREATE TABLE %s.t (a INT, b VARCHAR(20), c DATETIME(3), PRIMARY KEY (a, b, c))".formatted(schema),
                "INSERT INTO %s.t VALUES (1, 'x', '2026-01-01'), (2, 'x', '2026-01-01')".formatted(schema));
        RowRequest request = RowRequest.parse(table("t"), "1,x,2026-01-01T00:00:00");

        try (Connection connection = database.connection();
                PreparedStatement explain = connection.prepareStatement(
                        "EXPLAIN FORMAT=TRADITIONAL " + new RowSelect(request.schema()).sql(1))) {
            for (int i = 0; i < request.values().size(); i++) {
                KeyValue.bind(explain, i + 1, request.values().get(i));
            }
            try (var plan = explain.executeQuery()) {
                plan.next();
                assertThat(plan.getString("type")).isEqualTo("const");
            }
        }
    }

    private Optional<String> read(String table, String key) throws SQLException {
        return row(table, key).map(row -> row.document().orElseThrow().toString());
    }

    private Optional<SourceRow> row(String table, String key) throws SQLException {
        return database.rows(selection(table), reshaped -> {})
                .read(List.of(RowRequest.parse(table(table), key)), RowSource.Shown.ANYTHING)
                .getFirst()
                .row();
    }

    private TableSchema table(String table) throws SQLException {
        return new Catalogue(database, selection(table)).load().getFirst();
    }

    private TableSelection selection(String table) {
        return TableSelection.of(List.of(table), schema);
    }
}
