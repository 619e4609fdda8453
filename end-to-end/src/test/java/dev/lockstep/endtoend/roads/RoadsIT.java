package dev.lockstep.endtoend.roads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableRules.Texts;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.endtoend.roads.RandomTable.Features;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.worker.change.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever table there is, a row of it has the same key and the same document by both roads. The tables and what is
 * written to them are drawn from seeds, one for each table. {@code -Dlockstep.roads.tables} sets how many, {@code
 * -Dlockstep.roads.seed} the first one; with one table, that table is tried under every setting of the server.
 */
final class RoadsIT {

    private static final long USUAL_SEED = 1;
    private static final int USUAL_TABLES = 60;
    private static final int FRESH_TABLES = 30;
    private static final int AT_ONCE = 100;

    /** What a server may be set to, which must make no difference. */
    private static final List<String> SETTINGS = List.of(
            "SET GLOBAL time_zone = '+05:30', GLOBAL sql_mode = 'PAD_CHAR_TO_FULL_LENGTH,ALLOW_INVALID_DATES'",
            "SET GLOBAL time_zone = '-03:00', GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,REAL_AS_FLOAT'",
            "SET GLOBAL time_zone = '+00:00', GLOBAL sql_mode = DEFAULT");

    private static MySqlServer mysql;
    private static int schemas;

    @BeforeAll
    static void start() {
        mysql = MySqlServer.start();
    }

    @AfterAll
    static void stop() {
        mysql.close();
    }

    @Test
    void theSameRowHasTheSameDocumentByBothRoads() throws SQLException {
        long first = Long.getLong("lockstep.roads.seed", USUAL_SEED);
        int tables = Integer.getInteger("lockstep.roads.tables", USUAL_TABLES);
        if (tables == 1) {
            for (String setting : SETTINGS) {
                check(setting, first, 1);
            }
        } else {
            for (int from = 0; from < tables; from += AT_ONCE) {
                check(SETTINGS.get(from / AT_ONCE % SETTINGS.size()), first + from, Math.min(AT_ONCE, tables - from));
            }
            long fresh = new Random().nextLong(1L << 40);
            check(SETTINGS.get((int) (fresh % SETTINGS.size())), fresh, FRESH_TABLES);
        }
    }

    @Test
    void aDifferenceInAValueOfAnyTypeIsFound() throws SQLException {
        String schema = newSchema("SET GLOBAL time_zone = '+00:00', GLOBAL sql_mode = DEFAULT");
        try (Connection connection = mysql.connect(schema);
                Statement statement = connection.createStatement()) {
            statement.execute(Planted.TABLE);
            try (TwoRoads roads = new TwoRoads(mysql, schema, List.of("planted"), Texts.lookups(List.of()))) {
                statement.execute(Planted.ROW);
                roads.awaitRead();
                TableSchema table = roads.table("planted");
                RowKey key = RowKey.parse(table, "1");
                Change.RowWritten row = (Change.RowWritten)
                        Objects.requireNonNull(roads.binlog().rows(table.name()).get(key));
                Optional<SourceRow> select = roads.select(table, key);
                assertThat(Comparison.difference(key, row, select)).isEmpty();
                for (Column column : table.columns()) {
                    assertThat(Comparison.difference(key, Planted.in(row, column), select))
                            .as(column.name())
                            .isPresent();
                }
            }
        }
    }

    private static void check(String setting, long firstSeed, int count) throws SQLException {
        System.out.printf("roads: %d tables from seed %d, %s%n", count, firstSeed, setting);
        String schema = newSchema(setting);
        try (Connection connection = mysql.connect(schema);
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = ''");
            Features features = Features.of(connection);
            List<RandomTable> tables = LongStream.range(firstSeed, firstSeed + count)
                    .mapToObj(seed -> new RandomTable(seed, features))
                    .filter(table -> table.isCreated(statement))
                    .toList();
            assertThat(tables).hasSizeGreaterThanOrEqualTo(count * 3 / 4);
            List<String> differences = new ArrayList<>();
            try (TwoRoads roads = new TwoRoads(
                    mysql,
                    schema,
                    tables.stream().map(RandomTable::name).toList(),
                    new Texts(
                            tables.stream().map(RandomTable::lookup).toList(),
                            tables.stream()
                                    .flatMap(table -> table.columnRules().stream())
                                    .toList(),
                            List.of(),
                            tables.stream().map(RandomTable::form).toList(),
                            "salt"))) {
                int written = 0;
                for (RandomTable table : tables) {
                    written += table.write(connection);
                }
                assertThat(written).isGreaterThan(2 * tables.size());
                roads.awaitRead();
                for (RandomTable table : tables) {
                    differences.addAll(Comparison.of(roads, connection, table));
                }
            }
            assertThat(differences)
                    .as("-Dlockstep.roads.tables=1 -Dlockstep.roads.seed=... tries one of these tables alone")
                    .isEmpty();
            statement.execute("DROP DATABASE " + schema);
        }
    }

    private static String newSchema(String setting) throws SQLException {
        String schema = "roads" + schemas++;
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            statement.execute("CREATE DATABASE " + schema);
        }
        return schema;
    }
}
