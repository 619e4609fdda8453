package dev.lockstep.reader.stage;

import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.testbed.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells changes that no database has made, as a worker would; all rows are of one table, with a number and a name. Its
 * transactions are 1, 2, 3 and so on, of one row each.
 */
public final class PlayedChanges implements AutoCloseable {

    public static final long COMMITTED = 1_767_225_600_000L;

    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private final RedisAddress address;
    private final TableSchema hero;
    private final List<Position> reached = new ArrayList<>();
    private long epoch = 1_767_225_600L;
    private RedisCache cache;
    private String owner = "played";
    private int transaction;

    /**
     * For a table {@code schema.hero}.
     *
     * @param kept about how many changes each partition keeps
     */
    public PlayedChanges(RedisServer redis, String schema, int partitions, int kept) {
        this.address = new RedisAddress(List.of(redis.uri()), Duration.ofSeconds(5));
        this.cache = RedisCache.connect(address, new KeyLayout(schema, partitions), kept);
        Column id = new Column("id", ColumnType.INTEGER, 0, 0);
        this.hero = new TableSchema(
                new TableName(schema, "hero"), List.of(id, new Column("name", ColumnType.TEXT, 0, 0)), List.of(id));
    }

    public TableName table() {
        return hero.name();
    }

    /** Begins anew in the next epoch, in every partition. */
    public PlayedChanges begin() {
        beginNothing();
        for (int partition = 0; partition < cache.layout().partitions(); partition++) {
            beginIn(partition);
        }
        return this;
    }

    /** Is about to begin anew in the next epoch. */
    public void beginNothing() {
        epoch++;
        owner += "'";
    }

    /** Begins anew in one partition, as one that dies before it has come to the others. */
    public void beginIn(int partition) {
        Position anew = Position.startOf(epoch);
        Position found = partition < reached.size() ? reached.get(partition) : null;
        open(partition, found, anew, anew);
        if (found == null) {
            reached.add(anew);
        } else {
            reached.set(partition, anew);
        }
    }

    /** Goes on where it is, but keeps about so many changes from now on. */
    public void goOnKeeping(int kept) {
        cache.close();
        cache = RedisCache.connect(address, cache.layout(), kept);
        for (int partition = 0; partition < reached.size(); partition++) {
            open(partition, reached.get(partition), reached.get(partition), null);
        }
    }

    private void open(int partition, @Nullable Position found, Position at, @Nullable Position fence) {
        Watermark watermark =
                new Watermark(new Progress(at, "", "gtids"), "server", Map.of(hero.name(), ""), owner, fence);
        if (!PlayedWorker.await(cache.open(partition, found, watermark))) {
            throw new AssertionError("the partition was taken already");
        }
    }

    /** A row is there, and every partition knows. */
    public Position row(int id, String name) {
        Position position = rowAhead(id, name);
        catchUp();
        return position;
    }

    /** The same, but only the row's partition knows. */
    public Position rowAhead(int id, String name) {
        Position position = next();
        tell(new Mutation.Put(
                key(id), position, COMMITTED + transaction, ENCODER.encode(hero, List.of((long) id, name))));
        return position;
    }

    /** A row is gone. */
    public void gone(int id) {
        tell(new Mutation.Remove(key(id), next(), COMMITTED + transaction));
        catchUp();
    }

    /** A row has changed to something that cannot be told. */
    public void unclear(int id) {
        tell(new Mutation.Invalidate(key(id), next(), COMMITTED + transaction));
        catchUp();
    }

    /** A row of another table is there. */
    public void other(String table) {
        Position position = next();
        RowKey key = new RowKey(new TableName(hero.name().schema(), table), "1");
        tell(new Mutation.Put(key, position, 0, ENCODER.encode(hero, List.of(1L, "other"))));
        catchUp();
    }

    /** Tables are cleared. */
    public void clear(String... tables) {
        Position position = next();
        Map<TableName, Fence> fences = new HashMap<>();
        for (String each : tables) {
            fences.put(new TableName(hero.name().schema(), each), new Fence(position, false));
        }
        for (int partition = 0; partition < reached.size(); partition++) {
            advance(partition, List.of(), fences);
        }
    }

    /** So many rows, quickly. */
    public void rows(int count, String name) {
        for (int i = 0; i < count; i++) {
            rowAhead(i, name);
        }
        catchUp();
    }

    /** Every partition knows how far the stream is. */
    public void catchUp() {
        for (int partition = 0; partition < reached.size(); partition++) {
            if (reached.get(partition).compareTo(now()) < 0) {
                advance(partition, List.of(), Map.of());
            }
        }
    }

    /** In which partition a row is. */
    public int partitionOf(int id) {
        return cache.layout().partitionOf(key(id));
    }

    @Override
    public void close() {
        cache.close();
    }

    private RowKey key(int id) {
        return RowKey.of(hero, List.of((long) id));
    }

    private Position next() {
        transaction++;
        return now();
    }

    private Position now() {
        return new Position(epoch, new Coordinate(1, 1_000L * transaction), 1);
    }

    private void tell(Mutation mutation) {
        advance(cache.layout().partitionOf(mutation.key()), List.of(mutation), Map.of());
    }

    private void advance(int partition, List<Mutation> mutations, Map<TableName, Fence> fences) {
        Batch batch = new Batch(partition, reached.get(partition), mutations, fences, new Progress(now(), "", "gtids"));
        ApplyOutcome outcome = PlayedWorker.await(cache.apply(batch, owner, Duration.ZERO));
        if (!(outcome instanceof ApplyOutcome.Applied)) {
            throw new AssertionError("not applied: " + outcome);
        }
        reached.set(partition, now());
    }
}
