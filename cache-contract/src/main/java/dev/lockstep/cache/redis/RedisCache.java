package dev.lockstep.cache.redis;

import static dev.lockstep.cache.redis.Arguments.EMPTY;
import static dev.lockstep.cache.redis.Arguments.NONE;
import static dev.lockstep.cache.redis.Arguments.bytes;
import static dev.lockstep.cache.redis.Arguments.life;
import static dev.lockstep.cache.redis.Arguments.millis;
import static dev.lockstep.cache.redis.Arguments.noColumns;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cache as the worker and the readers know it. Every method is one round trip, does not block, and answers with the
 * outcome of a script; a stage fails where Redis does not answer in time or not at all, and then nothing is known of
 * whether the call took place (each is safe to repeat).
 *
 * <p>Thread safe. Applies that one thread makes run in the order they were made, so they may be pipelined.
 */
public final class RedisCache implements AutoCloseable {

    /** What those scripts share that tell the stream of changes. */
    private static final String STREAM = "stream";

    private final RedisLink link;
    private final KeyLayout layout;
    private final int keptChanges;
    private final @Nullable EventLoop loop;
    private final Marks marks;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final ScriptQueue apply;
    private final Script open;
    private final Script clock;
    private final Script fresh;
    private final Script mark;
    private final Script read;
    private final Script reached;
    private final Script lease;
    private final Script fill;
    private final Script release;
    private final Script lead;
    private final Script abandon;
    private final Script sweep;
    private final Script tip;
    private final Script changes;

    private RedisCache(RedisLink link, KeyLayout layout, int keptChanges, @Nullable EventLoop loop) {
        this.link = link;
        this.layout = layout;
        this.keptChanges = keptChanges;
        this.loop = loop;
        this.commands = link.commands();
        this.mark = Script.load("mark", ScriptOutputType.MULTI, commands);
        this.marks = new Marks(loop, link::flushes, this::mark);
        this.apply = new ScriptQueue(Script.load("apply", ScriptOutputType.MULTI, commands, STREAM));
        this.open = Script.load("open", ScriptOutputType.INTEGER, commands, STREAM);
        this.clock = Script.load("clock", ScriptOutputType.VALUE, commands);
        this.fresh = Script.load("fresh", ScriptOutputType.INTEGER, commands);
        this.read = Script.load("read", ScriptOutputType.MULTI, commands);
        this.reached = Script.load("reached", ScriptOutputType.MULTI, commands);
        this.lease = Script.load("lease", ScriptOutputType.MULTI, commands);
        this.fill = Script.load("fill", ScriptOutputType.INTEGER, commands);
        this.release = Script.load("release", ScriptOutputType.INTEGER, commands);
        this.lead = Script.load("lead", ScriptOutputType.VALUE, commands);
        this.abandon = Script.load("abandon", ScriptOutputType.INTEGER, commands);
        this.sweep = Script.load("sweep", ScriptOutputType.INTEGER, commands);
        this.tip = Script.load("tip", ScriptOutputType.MULTI, commands);
        this.changes = Script.load("changes", ScriptOutputType.MULTI, commands);
    }

    /** Connects, to tell no stream of changes; throws {@link CacheUnreachableException} where nobody answers. */
    public static RedisCache connect(RedisAddress address, KeyLayout layout) {
        return connect(address, layout, 0);
    }

    /**
     * Connects; throws {@link CacheUnreachableException} where nobody answers.
     *
     * @param keptChanges about how many entries the stream of changes of each partition keeps; 0: there is none, and one that is
     *     there is removed when the partition is opened
     */
    public static RedisCache connect(RedisAddress address, KeyLayout layout, int keptChanges) {
        return new RedisCache(RedisLink.connect(address, null), layout, keptChanges, null);
    }

    /**
     * Connects a reader, with all of it on one event loop: who calls from there has no other thread to wait for. What is called
     * in one round of the loop is sent together. The loop must be of the kind that the driver would choose: epoll where that
     * can be had, else NIO.
     */
    public static RedisCache connect(RedisAddress address, KeyLayout layout, EventLoop loop) {
        return new RedisCache(RedisLink.connect(address, loop), layout, 0, loop);
    }

    public KeyLayout layout() {
        return layout;
    }

    /** Whether the calling thread is the event loop that this is on. */
    public boolean isAtHome() {
        return loop != null && loop.inEventLoop();
    }

    /** What is known of a row, for whoever takes it in any shape. */
    public CompletionStage<Reading> read(RowKey key) {
        return readAtOnce(key, "");
    }

    /**
     * What is known of a row. The entry is read after what is said of it, so it may be newer than that, and never older.
     *
     * @param shape {@link TableSchema#fingerprint} of the table as the caller knows it: of another one nothing is known
     */
    public CompletionStage<Reading> read(RowKey key, String shape) {
        if (key.place().hashed()) {
            return readAtOnce(key, shape);
        }
        long sent = System.nanoTime();
        return behindMark(
                key,
                () -> commands.get(layout.entryBytes(key)),
                (mark, entry) -> mark.reading(entry == null ? Reading.NO_ENTRY : entry, shape, millisSince(sent)),
                () -> readAtOnce(key, shape));
    }

    /**
     * Asks for a mark and then for entries, and reads the one by the other.
     *
     * @param key of a row in the partition and the table
     * @param atOnce where that cannot be done
     */
    private <E, R> CompletionStage<R> behindMark(
            RowKey key,
            Supplier<CompletionStage<E>> entries,
            BiFunction<Mark, @Nullable E, R> result,
            Supplier<CompletionStage<R>> atOnce) {
        int generation = link.generation();
        CompletableFuture<Mark> asked = marks.of(layout.partitionOf(key), key.table());
        CompletableFuture<R> reading = new CompletableFuture<>();
        var unusedEntries = entries.get().whenComplete((found, problem) -> {
            // A mark of an earlier connection may be of another server, and says nothing of what this one has.
            Mark said = problem == null && generation == link.generation() && isThere(asked) ? asked.join() : null;
            if (said != null) {
                complete(reading, () -> result.apply(said, found));
            } else if (problem == null || problem instanceof RedisCommandExecutionException) {
                pass(atOnce.get(), reading);
            } else {
                reading.completeExceptionally(problem);
            }
        });
        return reading;
    }

    private static <R> void complete(CompletableFuture<R> stage, Supplier<R> result) {
        try {
            stage.complete(result.get());
        } catch (RuntimeException e) {
            stage.completeExceptionally(e);
        }
    }

    /** The same, by one script: the entry and what is said of it are of one moment. */
    public CompletionStage<Reading> readAtOnce(RowKey key, String shape) {
        return read.<List<Object>>call(watermarkAndEntry(key), bytes(key.table().toString()), bytes(shape))
                .thenApply(answer -> Reading.of((byte[]) answer.get(0), (byte[]) answer.get(1)));
    }

    /**
     * What is known of rows of one table in one partition; none of them is older than what is said of it.
     *
     * @param keys at least one
     * @return for each of them, in their order
     */
    public CompletionStage<List<Reading>> read(List<RowKey> keys, String shape) {
        RowKey first = keys.getFirst();
        if (first.place().hashed()) {
            return readAtOnce(keys, shape);
        }
        long sent = System.nanoTime();
        byte[][] names = keys.stream().map(layout::entryBytes).toArray(byte[][]::new);
        return behindMark(
                first,
                () -> commands.mget(names),
                (mark, entries) -> {
                    long passed = millisSince(sent);
                    return Objects.requireNonNull(entries).stream()
                            .map(entry -> mark.reading(entry.getValueOrElse(Reading.NO_ENTRY), shape, passed))
                            .toList();
                },
                () -> readAtOnce(keys, shape));
    }

    /** The same, by one script: all of one moment. */
    public CompletionStage<List<Reading>> readAtOnce(List<RowKey> keys, String shape) {
        RowKey first = keys.getFirst();
        byte[][] names = new byte[1 + keys.size()][];
        names[0] = layout.watermarkBytes(layout.partitionOf(first));
        for (int i = 0; i < keys.size(); i++) {
            names[1 + i] = layout.entryBytes(keys.get(i));
        }
        return read.<List<Object>>call(names, bytes(first.table().toString()), bytes(shape))
                .thenApply(answer -> answer.stream()
                        .skip(1)
                        .map(entry -> Reading.of((byte[]) answer.getFirst(), (byte[]) entry))
                        .toList());
    }

    private CompletableFuture<Mark> mark(int partition, TableName table) {
        return mark.<List<Object>>byDigest(watermarkKey(partition), bytes(table.toString()))
                .thenApply(Mark::parse)
                .whenComplete((said, problem) -> {
                    // Whoever reads now has to do without; the next ones need not.
                    if (Script.isUnknownScript(problem)) {
                        var unusedAnswer = mark.whole(watermarkKey(partition), bytes(table.toString()));
                    }
                })
                .toCompletableFuture();
    }

    private static boolean isThere(CompletableFuture<Mark> mark) {
        return mark.isDone() && !mark.isCompletedExceptionally();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static <T> void pass(CompletionStage<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, problem) -> {
            if (problem == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(problem);
            }
        });
    }

    /** How far the partition is that a row belongs to. */
    public CompletionStage<Reached> reached(RowKey key) {
        return reached.<List<Object>>call(watermarkKey(layout.partitionOf(key)))
                .thenApply(answer ->
                        Reached.parse(answer.stream().map(Answers::text).toList()));
    }

    /**
     * Asks for the right to fill a row.
     *
     * @param shape {@link TableSchema#fingerprint} of what the caller would read
     * @param token nobody else's; at most 42 characters
     * @param life how long the lease stands if nothing comes of it
     */
    public CompletionStage<LeaseOutcome> lease(RowKey key, String shape, String token, Duration life) {
        return lease.<List<Object>>call(
                        watermarkAndEntry(key),
                        bytes(key.table().toString()),
                        bytes(token),
                        millis(life),
                        bytes(shape),
                        noColumns(key))
                .thenApply(answer -> Answers.leaseOutcome(token, answer));
    }

    /**
     * Stores what was read under a lease, unless a change, another lease or a flush has come in between.
     *
     * @param timeToLive where the table has none of its own; zero for none. Up to a tenth is taken off at random, so that what
     *     is written together, as after a cold start, does not end together
     * @return whether it was stored
     */
    public CompletionStage<Boolean> fill(Filling filling, Duration timeToLive) {
        char kind = filling.document().isPresent() ? Entry.PRESENT : Entry.ABSENT;
        byte[] header = Entry.header(
                kind, filling.lease().watermark().text(), filling.seenUpTo().text(), 0);
        return fill.<Long>call(
                        new byte[][] {layout.entryBytes(filling.key())},
                        bytes(filling.lease().token()),
                        life(filling.key(), timeToLive),
                        header,
                        filling.document().map(Document::bytes).orElse(EMPTY),
                        filling.document().map(Document::fields).orElseGet(() -> noColumns(filling.key())))
                .thenApply(stored -> stored == 1);
    }

    /** Gives a lease back of which nothing came; false where it was gone already. */
    public CompletionStage<Boolean> release(RowKey key, LeaseOutcome.Granted lease) {
        return release.<Long>call(new byte[][] {layout.entryBytes(key)}, bytes(lease.token()))
                .thenApply(gone -> gone == 1);
    }

    /**
     * Applies changes and moves the watermark, or does nothing.
     *
     * @param owner who opened the partition
     * @param timeToLive of rows whose tables have none of their own; zero for none. Up to a tenth is taken off at random, so that
     *     what is written together does not end together
     */
    public CompletionStage<ApplyOutcome> apply(Batch batch, String owner, Duration timeToLive) {
        return apply.<List<Object>>call(
                        ApplyArguments.keys(batch, layout), ApplyArguments.of(batch, owner, timeToLive, keptChanges))
                .thenApply(Answers::applyOutcome);
    }

    /** What a partition has reached; empty where it has no watermark. */
    public CompletionStage<Optional<Watermark>> watermark(int partition) {
        return commands.hgetall(layout.watermarkBytes(partition)).thenApply(Answers::watermark);
    }

    /**
     * Takes a partition for a worker.
     *
     * @param found the position that was found there, null for none; if it is another by now, nothing changes
     * @param watermark from where the worker goes on. With a fence, continuity is lost: everything that stands there no
     *     longer counts. Fences of single tables are raised, and never lowered
     * @return whether it was taken
     */
    public CompletionStage<Boolean> open(int partition, @Nullable Position found, Watermark watermark) {
        return open.<Long>call(watermarkAndStream(partition), OpenArguments.of(found, watermark, keptChanges))
                .thenApply(taken -> taken == 1);
    }

    /**
     * Gives a partition up: nothing that stands there counts any more, until it is opened anew.
     *
     * @param owner who opened it; another's stays
     */
    public CompletionStage<Boolean> abandon(int partition, String owner) {
        return abandon.<Long>call(watermarkKey(partition), bytes(owner)).thenApply(gone -> gone == 1);
    }

    /**
     * Begins to look for entries that do not count and never will.
     *
     * @param tables all that are kept; what belongs to none of them goes too
     */
    public Sweep sweep(List<TableSchema> tables) {
        return new KeySweep(commands, sweep, layout, tables);
    }

    /** The time of the server that holds a partition, in milliseconds since 1970. */
    public CompletionStage<Long> clock(int partition) {
        return clock.<byte[]>call(watermarkKey(partition)).thenApply(text -> Long.parseLong(Answers.text(text)));
    }

    /**
     * Notes that everything committed before a moment has been applied.
     *
     * @param owner who opened the partition
     * @param reached the position that stands for "everything"; without it nothing changes
     * @param asOfMillis the moment, on {@link #clock}
     * @return whether the partition has got there
     */
    public CompletionStage<Boolean> fresh(int partition, String owner, Position reached, long asOfMillis) {
        return fresh.<Long>call(
                        watermarkKey(partition), bytes(reached.text()), bytes(Long.toString(asOfMillis)), bytes(owner))
                .thenApply(noted -> noted == 1);
    }

    /**
     * Becomes or stays the active worker, unless somebody else is. Only keeps others from trying; what protects Redis
     * from two of them is the owner in the watermark.
     *
     * @param life how long it holds if it is not said again
     * @return who is active now
     */
    public CompletionStage<String> lead(String owner, Duration life) {
        return lead.<byte[]>call(activeKey(), bytes(owner), millis(life)).thenApply(Answers::text);
    }

    /** Lets somebody else be the active worker at once. */
    public CompletionStage<String> resign(String owner) {
        return lead.<byte[]>call(activeKey(), bytes(owner), NONE).thenApply(Answers::text);
    }

    /** Who is the active worker; empty where nobody has said so lately. */
    public CompletionStage<Optional<String>> active() {
        return commands.get(bytes(layout.active()))
                .thenApply(name -> Optional.ofNullable(name).map(Answers::text));
    }

    /** Up to when everything is proved to be applied, on {@link #clock}; empty where nothing is proved. */
    public CompletionStage<Optional<Instant>> asOf(int partition) {
        return commands.hmget(layout.watermarkBytes(partition), bytes("asOf"))
                .thenApply(fields -> Optional.ofNullable(fields.getFirst().getValueOrElse(null))
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(Answers.text(millis)))));
    }

    /** How far the stream of changes of a partition is. */
    public CompletionStage<ChangeTip> changeTip(int partition) {
        return tip.<List<Object>>call(watermarkAndStream(partition)).thenApply(Answers::changeTip);
    }

    /**
     * What the stream of changes of a partition has after one place and up to another.
     *
     * @param most about how many bytes of documents; at least one entry is answered, if there is one
     */
    public CompletionStage<ChangePage> changes(int partition, ChangeId after, ChangeId upTo, int entries, int most) {
        return changes.<List<Object>>call(
                        new byte[][] {layout.changesBytes(partition)},
                        bytes(after.streamId()),
                        bytes(upTo.streamId()),
                        bytes(Integer.toString(entries)),
                        bytes(Integer.toString(most)))
                .thenApply(Answers::changePage);
    }

    @Override
    public void close() {
        link.close();
    }

    private byte[][] watermarkAndEntry(RowKey key) {
        return new byte[][] {layout.watermarkBytes(layout.partitionOf(key)), layout.entryBytes(key)};
    }

    private byte[][] watermarkKey(int partition) {
        return new byte[][] {layout.watermarkBytes(partition)};
    }

    private byte[][] watermarkAndStream(int partition) {
        return new byte[][] {layout.watermarkBytes(partition), layout.changesBytes(partition)};
    }

    private byte[][] activeKey() {
        return new byte[][] {bytes(layout.active())};
    }
}
