package dev.lockstep.endtoend.roads;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableRules;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.source.Catalogue;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.server.MySqlServer;
import dev.lockstep.worker.capture.Capture;
import dev.lockstep.worker.capture.Cascades;
import dev.lockstep.worker.capture.HalfApplied;
import dev.lockstep.worker.capture.Offsets;
import dev.lockstep.worker.capture.Source;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Follows the binlog of some tables, and reads the same tables as a reader does. */
final class TwoRoads implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MARK = "mark";

    private final MySqlServer mysql;
    private final String schema;
    private final Database database;
    private final TableSelection selection;
    private final List<TableSchema> tables;
    private final Recorded recorded = new Recorded();
    private final Capture capture;

    /** Begins where the binlog ends now. */
    TwoRoads(MySqlServer mysql, String schema, List<String> tables, TableRules.Texts rules) throws SQLException {
        this.mysql = mysql;
        this.schema = schema;
        this.database = Database.at(new Database.Address(
                mysql.host(), mysql.port(), mysql.user(), mysql.password(), "disabled", 2, Duration.ofSeconds(10)));
        try (Connection connection = mysql.connect(schema);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE %s (id INT PRIMARY KEY)".formatted(MARK));
            List<String> names = new ArrayList<>(tables);
            names.add(MARK);
            this.selection = TableSelection.of(names, schema, TableRules.of(rules, schema));
            this.tables = new Catalogue(database, selection).load();
            this.capture = capture(statement);
        }
    }

    private Capture capture(Statement statement) throws SQLException {
        boolean renamed = statement.getConnection().getMetaData().getDatabaseMajorVersion() > 8;
        try (ResultSet end = statement.executeQuery(renamed ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS")) {
            end.next();
            String file = end.getString("File");
            long offset = end.getLong("Position");
            String gtids = end.getString("Executed_Gtid_Set").replace("\n", "");
            Capture.Plan plan = new Capture.Plan(
                    new Source(mysql.host(), mysql.port(), mysql.user(), mysql.password(), "disabled"),
                    tables,
                    false,
                    Cascades.NONE,
                    4711,
                    Duration.ofSeconds(1),
                    Position.before(1, Coordinate.of(file, offset)),
                    HalfApplied.NONE,
                    id -> {});
            return Capture.start(plan, Offsets.at(file, offset, gtids), recorded);
        }
    }

    TableName name(String table) {
        return new TableName(schema, table);
    }

    TableSchema table(String table) {
        return tables.stream()
                .filter(each -> each.name().table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the binlog has been read up to here. */
    void awaitRead() throws SQLException {
        try (Connection connection = mysql.connect(schema);
                Statement statement = connection.createStatement()) {
            statement.execute("REPLACE INTO %s VALUES (1)".formatted(MARK));
        }
        Eventually.holds(PATIENCE, () -> {
            if (capture.ended().isDone()) {
                capture.ended().join();
            }
            if (recorded.rows(name(MARK)).isEmpty()) {
                throw new AssertionError("the binlog has not been read to its end");
            }
        });
    }

    Recorded binlog() {
        return recorded;
    }

    /** What a reader finds under a key. */
    Optional<SourceRow> select(TableSchema table, RowKey key) {
        return database.rows(selection, changed -> {})
                .read(List.of(request(table, key.text().split("/"))), RowSource.Shown.ANYTHING)
                .getFirst()
                .row();
    }

    private static RowRequest request(TableSchema table, String[] path) {
        if (path.length == 1) {
            return RowRequest.parse(table, path[0]);
        }
        List<String> columns = Arrays.stream(path[1].split(","))
                .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                .toList();
        return RowRequest.parse(table, table.lookup(columns).orElseThrow(), path.length == 3 ? path[2] : "");
    }

    @Override
    public void close() {
        capture.close();
        database.close();
    }
}
