package dev.lockstep.simulation.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Sweep;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.simulation.model.Applying;
import dev.lockstep.simulation.model.Entry;
import dev.lockstep.simulation.model.Leasing;
import dev.lockstep.simulation.model.Leasing.Granted;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Partition;
import dev.lockstep.simulation.model.Rule;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The model and a real Redis: each call goes to both, and the outcomes and all that they then hold must be the same. */
final class BothSides implements AutoCloseable {

    static final int KEYS = 3;

    private static final int ALL_CHANGES = 1_000_000;

    private static final KeyLayout LAYOUT = new KeyLayout("both", 1);
    private static final Duration FOR_EVER = Duration.ZERO;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Rows rows;
    private final boolean tells;
    private final RedisCache cache;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private Partition model;

    /** As strings or as hashes, with a stream of changes or without. */
    BothSides(URI redis, Rows rows, boolean tells) {
        this.rows = rows;
        this.tells = tells;
        this.model = empty();
        this.cache = RedisCache.connect(
                new RedisAddress(List.of(redis), Duration.ofSeconds(10)), LAYOUT, tells ? ALL_CHANGES : 0);
        this.client = RedisClient.create(redis.toString());
        this.connection = client.connect();
    }

    Partition model() {
        return model;
    }

    /** Both hold nothing. */
    void flush() {
        redis().flushall();
        model = empty();
    }

    private Partition empty() {
        return new Partition(KEYS, Rule.sound(), tells);
    }

    void read(int key, String shape) {
        Entry expected = model.read(key, shape);
        Reading found = answer(cache.read(rows.key(key), shape));
        Reading.Kind kind = switch (expected) {
            case null -> Reading.Kind.NOTHING;
            case Entry.Leased leased -> Reading.Kind.LEASED;
            case Entry.Settling settling -> Reading.Kind.SETTLING;
            case Entry.Row row -> row.present() ? Reading.Kind.PRESENT : Reading.Kind.ABSENT;
        };
        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.position()).isEqualTo(expected instanceof Entry.Row row ? row.position() : null);
        assertAgree(answer(cache.readAtOnce(rows.key(key), shape)), found);
        readAll(shape);
        Mark mark = model.mark();
        assertThat(found.reached()).isEqualTo(mark == null ? null : mark.position());
    }

    /** All at once, as a batch is read. */
    private void readAll(String shape) {
        List<RowKey> keys = IntStream.range(0, KEYS).mapToObj(rows::key).toList();
        List<Reading> found = answer(cache.read(keys, shape));
        List<Reading> atOnce = answer(cache.readAtOnce(keys, shape));
        for (int key = 0; key < KEYS; key++) {
            assertAgree(atOnce.get(key), found.get(key));
            assertAgree(answer(cache.read(keys.get(key), shape)), found.get(key));
        }
    }

    /** What the script of a read says, and what is said here of an entry and a mark. */
    private static void assertAgree(Reading one, Reading other) {
        assertThat(one.kind()).isEqualTo(other.kind());
        assertThat(one.position()).isEqualTo(other.position());
        assertThat(one.reached()).isEqualTo(other.reached());
        assertThat(one.bound()).isEqualTo(other.bound());
    }

    Leasing lease(int key, String token, String shape) {
        Leasing expected = model.lease(key, token, shape);
        LeaseOutcome found = answer(cache.lease(rows.key(key), shape, token, HOUR));
        assertThat(found.getClass().getSimpleName())
                .isEqualTo(expected.getClass().getSimpleName());
        if (expected instanceof Granted granted && found instanceof LeaseOutcome.Granted real) {
            assertThat(real.watermark()).isEqualTo(granted.mark().position());
            assertThat(real.gtids()).isEqualTo(granted.mark().progress().gtids());
            assertThat(real.server()).isEqualTo(granted.mark().watermark().server());
        }
        compare();
        return expected;
    }

    void fill(int key, Granted lease, Entry.Row row) {
        boolean expected = model.fill(key, lease.token(), row);
        Filling filling = new Filling(
                rows.key(key),
                real(lease),
                Objects.requireNonNull(row.seenUpTo()),
                row.present() ? Optional.of(rows.document(row.version())) : Optional.empty());
        assertThat(answer(cache.fill(filling, FOR_EVER))).isEqualTo(expected);
        compare();
    }

    void release(int key, Granted lease) {
        boolean expected = model.release(key, lease.token());
        assertThat(answer(cache.release(rows.key(key), real(lease)))).isEqualTo(expected);
        compare();
    }

    void apply(Applying batch) {
        boolean expected = model.apply(batch);
        Position fence = batch.fence();
        Map<TableName, Fence> fences =
                fence == null ? Map.of() : Map.of(Rows.TABLE, new Fence(fence, batch.reshaped()));
        Batch real = new Batch(
                0,
                batch.expected(),
                batch.changes().stream().map(rows::mutation).toList(),
                fences,
                batch.progress());
        ApplyOutcome found = answer(cache.apply(real, batch.owner(), FOR_EVER));
        assertThat(found instanceof ApplyOutcome.Applied).isEqualTo(expected);
        compare();
    }

    void open(@Nullable Position found, Watermark watermark) {
        boolean expected = model.open(found, watermark);
        assertThat(answer(cache.open(0, found, watermark))).isEqualTo(expected);
        compare();
    }

    void fresh(Position reached, long asOf, String owner) {
        boolean expected = model.fresh(reached, asOf, owner);
        assertThat(answer(cache.fresh(0, owner, reached, asOf))).isEqualTo(expected);
        compare();
    }

    void abandon(String owner) {
        boolean expected = model.abandon(owner);
        assertThat(answer(cache.abandon(0, owner))).isEqualTo(expected);
        compare();
    }

    void sweep() {
        int expected = 0;
        for (int key = 0; key < KEYS; key++) {
            expected += model.sweep(key) ? 1 : 0;
        }
        int removed = 0;
        Sweep sweep = cache.sweep(List.of(rows.schema()));
        do {
            removed += answer(sweep.next(KEYS));
        } while (!sweep.isOver());
        assertThat(removed).isEqualTo(expected);
        compare();
    }

    /** An entry or a lease is evicted or over. */
    void evict(int key) {
        model.evict(key);
        redis().del(LAYOUT.entry(rows.key(key)));
    }

    void evictMark() {
        model.evictMark();
        redis().del(LAYOUT.watermark(0));
    }

    void evictTale() {
        model.evictTale();
        redis().del(LAYOUT.changes(0));
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(0, 2, TimeUnit.SECONDS);
        cache.close();
    }

    private void compare() {
        for (int key = 0; key < KEYS; key++) {
            Entry entry = model.contents().entry(key);
            String name = LAYOUT.entry(rows.key(key));
            assertThat(rows.hashed() ? hashed(name, entry) : redis().get(name))
                    .as("key %d", key)
                    .isEqualTo(AsText.entry(entry));
        }
        assertThat(redis().hgetall(LAYOUT.watermark(0))).isEqualTo(AsText.mark(model.mark()));
        assertThat(redis().xrange(LAYOUT.changes(0), Range.unbounded()).stream()
                        .map(entry -> entry.getId() + " " + new TreeMap<>(entry.getBody())))
                .isEqualTo(AsText.tale(model.contents().tale()));
    }

    private @Nullable String hashed(String name, @Nullable Entry entry) {
        Map<String, String> fields = redis().hgetall(name);
        assertThat(fields.get(Rows.COLUMN))
                .isEqualTo(entry instanceof Entry.Row row && row.present() ? Integer.toString(row.version()) : null);
        return fields.isEmpty() ? null : fields.get("@entry") + fields.getOrDefault("@document", "");
    }

    private RedisCommands<String, String> redis() {
        return connection.sync();
    }

    private static LeaseOutcome.Granted real(Granted lease) {
        return new LeaseOutcome.Granted(
                lease.token(),
                lease.mark().position(),
                lease.mark().progress().gtids(),
                lease.mark().watermark().server(),
                Optional.empty());
    }

    private static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
