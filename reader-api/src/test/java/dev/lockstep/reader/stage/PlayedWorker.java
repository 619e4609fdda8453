package dev.lockstep.reader.stage;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableCatalog;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.testbed.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Does to Redis what the worker would, when a test says so. */
public final class PlayedWorker {

    private static final long EPOCH = 1;
    private static final String OWNER = "played";

    private final MySqlServer mysql;
    private final RedisCache cache;
    private final int partition;
    private Position position = Position.startOf(EPOCH);

    public PlayedWorker(MySqlServer mysql, RedisCache cache) {
        this(mysql, cache, 0);
    }

    public PlayedWorker(MySqlServer mysql, RedisCache cache, int partition) {
        this.mysql = mysql;
        this.cache = cache;
        this.partition = partition;
    }

    /** Takes the partition at the end of the binlog, and says nothing of its age. */
    public void openHere() throws SQLException {
        openAs(ask("SELECT @@server_uuid"), executed());
    }

    /** Where the binlog ends, as a client would say it. */
    public String binlogEnd() throws SQLException {
        Coordinate end = end();
        return "binlog.%06d:%d".formatted(end.file(), end.offset());
    }

    /** Takes the partition at the end of the binlog, and says that it is up to date. */
    public PlayedWorker open() throws SQLException {
        openHere();
        fresh(Duration.ZERO);
        return this;
    }

    /** Takes the partition with a server and transactions that a test makes up; says nothing of its age. */
    public void openAs(String server, String gtids) throws SQLException {
        position = Position.before(EPOCH, end());
        Watermark watermark = new Watermark(new Progress(position, "", gtids), server, shapes(), OWNER, null);
        if (!await(cache.open(partition, null, watermark))) {
            throw new AssertionError("the partition was taken already");
        }
    }

    /** Says that everything committed longer ago than this has been applied. */
    public void fresh(Duration age) {
        long now = await(cache.clock(partition));
        await(cache.fresh(partition, OWNER, position, now - age.toMillis()));
    }

    /** Runs a statement in the database, and answers with the position of the change it makes. */
    public Position change(String sql) throws SQLException {
        Position change = new Position(EPOCH, end(), 1);
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return change;
    }

    /** Applies changes that the database has made. */
    public ApplyOutcome apply(Mutation... mutations) throws SQLException {
        Position last = mutations[mutations.length - 1].position();
        return advance(last, executed(), List.of(mutations), Map.of());
    }

    /** Gives the partition up. */
    public void abandon() {
        await(cache.abandon(partition, OWNER));
    }

    /** Moves the watermark to the end of the binlog. */
    public ApplyOutcome catchUp() throws SQLException {
        return advance(Position.before(EPOCH, end()), executed(), List.of(), Map.of());
    }

    /** Claims to have applied transactions that a test makes up. */
    public ApplyOutcome claim(String gtids) throws SQLException {
        return advance(Position.before(EPOCH, end()), gtids, List.of(), Map.of());
    }

    /** Raises the fence of a table to the end of the binlog. */
    public ApplyOutcome fence(TableName table) throws SQLException {
        Position now = Position.before(EPOCH, end());
        return advance(now, executed(), List.of(), Map.of(table, new Fence(now, false)));
    }

    /** Clears a table whose shape has changed; nobody fills it until it is opened anew. */
    public ApplyOutcome reshaped(TableName table) throws SQLException {
        Position now = Position.before(EPOCH, end());
        return advance(now, executed(), List.of(), Map.of(table, new Fence(now, true)));
    }

    /** Looks at all tables anew, as the worker does after a change of schema. */
    public void reopen() throws SQLException {
        Watermark stored = await(cache.watermark(partition)).orElseThrow();
        await(cache.open(
                partition, position, new Watermark(stored.progress(), stored.server(), shapes(), OWNER, null)));
    }

    /** What is in {@code gtid_executed}. */
    public String executed() throws SQLException {
        return ask("SELECT @@global.gtid_executed");
    }

    /** Waits for the cache; fails where it does not answer. */
    public static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private ApplyOutcome advance(Position to, String gtids, List<Mutation> mutations, Map<TableName, Fence> fences) {
        Batch batch = new Batch(partition, position, mutations, fences, new Progress(to, "", gtids));
        ApplyOutcome outcome = await(cache.apply(batch, OWNER, Duration.ZERO));
        position = to;
        return outcome;
    }

    /** Every table that can be cached, on the whole server. */
    private Map<TableName, String> shapes() throws SQLException {
        Map<TableName, String> shapes = new HashMap<>();
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                                + " AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')")) {
            while (rows.next()) {
                TableName name = new TableName(rows.getString(1), rows.getString(2));
                shapes.put(name, shape(name));
            }
        }
        return shapes;
    }

    private String shape(TableName name) throws SQLException {
        try (Connection connection = mysql.connect()) {
            return TableCatalog.load(connection, List.of(name)).getFirst().fingerprint();
        } catch (UnfitTableException e) {
            return "unfit";
        }
    }

    private Coordinate end() throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement()) {
            boolean old = connection.getMetaData().getDatabaseProductVersion().startsWith("8.0");
            try (ResultSet row = statement.executeQuery(old ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS")) {
                row.next();
                return Coordinate.of(row.getString(1), row.getLong(2));
            }
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = mysql.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
