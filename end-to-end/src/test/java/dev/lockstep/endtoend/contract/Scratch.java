package dev.lockstep.endtoend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cache of one partition on a Redis of its own, with short words for what tests do to it, and a way to look behind it.
 */
final class Scratch implements AutoCloseable {

    static final String WORKER = "worker-1";
    static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    /** How the rows of these tests look. */
    static final String SHAPE = "shape-1";

    static final Map<TableName, String> TABLES = Map.of(Heroes.TABLE, SHAPE, Heroes.OTHER_TABLE, SHAPE);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration FOR_EVER = Duration.ZERO;

    private final RedisServer server;
    private final RedisCache cache;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private Scratch(RedisServer server) {
        this.server = server;
        this.cache = RedisCache.connect(
                new RedisAddress(List.of(server.uri()), Duration.ofSeconds(10)), new KeyLayout("scratch", 1));
        this.client = RedisClient.create(server.uri().toString());
        this.connection = client.connect();
    }

    /** On a process of ours, since tests empty it. */
    static Scratch start() {
        return new Scratch(RedisServer.start(RedisOptions.DEFAULT.asProcess()));
    }

    RedisCache cache() {
        return cache;
    }

    /** Redis itself, on another connection. */
    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    URI address() {
        return server.uri();
    }

    void flush() {
        redis().flushall();
    }

    /** A worker takes the empty cache, having applied up to a transaction. */
    void openAt(int transaction) {
        assertThat(open(null, transaction, null)).isTrue();
    }

    boolean open(@Nullable Position found, int transaction, @Nullable Position fence) {
        return answer(
                cache.open(0, found, new Watermark(Moments.progress(transaction), SERVER, TABLES, WORKER, fence)));
    }

    /** A worker goes on from a transaction, with fences for single tables. */
    boolean openFenced(int transaction, Map<TableName, Position> fences) {
        Watermark watermark =
                new Watermark(Moments.progress(transaction), SERVER, TABLES, WORKER, KeptEpochs.NONE, null, fences);
        return answer(cache.open(0, Moments.change(transaction), watermark));
    }

    /** The worker's next batch: expects what is stored, moves the watermark to a transaction. */
    ApplyOutcome apply(int transaction, Mutation... mutations) {
        return apply(watermark().orElseThrow().progress().position(), transaction, Map.of(), mutations);
    }

    ApplyOutcome apply(Position expected, int transaction, Map<TableName, Position> fences, Mutation... mutations) {
        Map<TableName, Fence> raised = fences.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new Fence(each.getValue(), false)));
        return applyFenced(expected, transaction, raised, mutations);
    }

    /** The first change of the next epoch, where another one is applied already. */
    ApplyOutcome applyReborn(int reached, RowKey key, String name) {
        Position reborn = new Position(Moments.EPOCH + 1, Moments.start(1), 1);
        Mutation put = new Mutation.Put(key, reborn, 0, Heroes.document(name));
        Progress progress = new Progress(reborn, "offset", "gtids");
        return answer(
                cache.apply(new Batch(0, Moments.change(reached), List.of(put), Map.of(), progress), WORKER, HOUR));
    }

    ApplyOutcome applyFenced(Position expected, int transaction, Map<TableName, Fence> fences, Mutation... mutations) {
        Batch batch = new Batch(0, expected, List.of(mutations), fences, Moments.progress(transaction));
        return answer(cache.apply(batch, WORKER, HOUR));
    }

    /** What a reader finds. */
    Seen seen(RowKey key) {
        return Seen.of(read(key));
    }

    /** By the script, and by what is decided here of a mark and an entry, which has to be the same. */
    Reading read(RowKey key) {
        Reading byScript = answer(cache.read(key));
        assertThat(Seen.of(answer(cache.read(key, "")))).isEqualTo(Seen.of(byScript));
        return byScript;
    }

    LeaseOutcome lease(RowKey key, String token) {
        return lease(key, token, HOUR);
    }

    LeaseOutcome lease(RowKey key, String token, Duration life) {
        return lease(key, SHAPE, token, life);
    }

    LeaseOutcome lease(RowKey key, String shape, String token, Duration life) {
        return answer(cache.lease(key, shape, token, life));
    }

    /** A lease that must be to be had. */
    Granted granted(RowKey key) {
        LeaseOutcome outcome = lease(key, "token of " + key.text().length());
        assertThat(outcome).isInstanceOf(Granted.class);
        return (Granted) outcome;
    }

    /** A reader has found a row when the binlog ended before a transaction. */
    boolean fill(RowKey key, Granted lease, int endedBefore, String name) {
        return fill(new Filling(key, lease, Moments.start(endedBefore), Optional.of(Heroes.document(name))), HOUR);
    }

    /** A reader has found no row when the binlog ended before a transaction. */
    boolean fillAbsent(RowKey key, Granted lease, int endedBefore) {
        return fill(new Filling(key, lease, Moments.start(endedBefore), Optional.empty()), HOUR);
    }

    boolean fill(Filling filling, Duration timeToLive) {
        return answer(cache.fill(filling, timeToLive));
    }

    Optional<Watermark> watermark() {
        return answer(cache.watermark(0));
    }

    boolean fresh(Position reached, long asOfMillis) {
        return answer(cache.fresh(0, WORKER, reached, asOfMillis));
    }

    /** On Redis' clock. */
    long clock() {
        return answer(cache.clock(0));
    }

    /** What is stored, whether it counts or not; null for nothing. */
    @Nullable
    String stored(RowKey key) {
        return redis().get(cache.layout().entry(key));
    }

    /** Milliseconds; -1 for ever, -2 nothing there. */
    long timeToLive(RowKey key) {
        return redis().pttl(cache.layout().entry(key));
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        cache.close();
        server.close();
    }

    static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
