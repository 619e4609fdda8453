package dev.lockstep.worker.apply;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.change.BoundedQueue;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.ChangeSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings changes into Redis for as long as nothing goes wrong. Takes what has come in, makes batches of it, sends them
 * without waiting for the answers of those before, and stops for good at the first one that is refused or fails: what is
 * then in Redis is what its watermarks say, and the next run begins there. So nothing is tried again here, nothing can be
 * sent out of order, and nothing can be lost.
 *
 * <p>The queue waits when it is full, which in the end stops the reading of the binlog: the source keeps it.
 */
public final class Applier implements ChangeSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    /** How often who waits for room looks whether it is over. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final RedisCache cache;
    private final String owner;
    private final ApplySettings settings;
    private final ApplyMetrics metrics;
    private final Acknowledged acknowledged;
    private final Mutations mutations;
    private final List<Lane> lanes = new ArrayList<>();
    private final BoundedQueue<Change> queue;
    private final Semaphore inFlight;
    private final Semaphore cleared = new Semaphore(0);
    private final CompletableFuture<Position> ended = new CompletableFuture<>();
    private final Thread thread;
    private final Set<String> saidBefore = new HashSet<>();
    private Change stream;
    private long lastIdleFlush = System.nanoTime();

    private Applier(
            RedisCache cache, String owner, List<Progress> reached, ApplySettings settings, ApplyMetrics metrics) {
        this.cache = cache;
        this.owner = owner;
        this.settings = settings;
        this.metrics = metrics;
        this.mutations = new Mutations(settings.documentBytes(), metrics);
        this.acknowledged = new Acknowledged(reached);
        this.queue = new BoundedQueue<>(settings.queueRows(), settings.queueBytes());
        this.inFlight = new Semaphore(settings.inFlight());
        this.stream = Change.Reached.at(acknowledged.least());
        for (int partition = 0; partition < reached.size(); partition++) {
            lanes.add(new Lane(
                    partition, reached.get(partition).position(), settings.batchRows(), settings.batchBytes()));
        }
        this.thread = Thread.ofPlatform().name("apply").unstarted(this::run);
    }

    /**
     * Starts on a thread of its own.
     *
     * @param reached what each partition's watermark says
     */
    public static Applier start(
            RedisCache cache, String owner, List<Progress> reached, ApplySettings settings, ApplyMetrics metrics) {
        Applier applier = new Applier(cache, owner, reached, settings, metrics);
        applier.thread.start();
        return applier;
    }

    /** What Redis has confirmed. */
    public Acknowledged acknowledged() {
        return acknowledged;
    }

    /** Waits until tables have been cleared since it was asked last. */
    void awaitCleared() throws InterruptedException {
        cleared.acquire();
        cleared.drainPermits();
    }

    /**
     * Completes when no more is applied: with the position of a schema change, up to which everything is applied, or with
     * what went wrong.
     */
    public CompletableFuture<Position> ended() {
        return ended;
    }

    @Override
    public void accept(Change change) throws InterruptedException {
        boolean room = false;
        while (!room) {
            room = queue.awaitRoom(LOOK);
            if (ended.isDone()) {
                throw new SinkClosedException();
            }
        }
        queue.add(change, change.bytes());
    }

    /** Stops. What has been sent may still be applied. */
    @Override
    public void close() {
        ended.cancel(false);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ended.isDone()) {
                // For two batches: of what fills one, a few rows would be left over each time, as their documents have
                // more bytes than their values.
                Change.SchemaChanged end =
                        plan(queue.take(settings.batchRows(), 2L * settings.batchBytes(), settings.idleFlush()));
                if (end == null) {
                    flush(isIdleFlushDue());
                } else {
                    flush(true);
                    awaitAnswers();
                    ended.complete(end.position());
                }
            }
        } catch (InterruptedException e) {
            ended.cancel(false);
        } catch (RuntimeException | Error e) {
            // Whatever it is, nothing more is applied, and somebody has to begin anew.
            fail(new ChangeFailedException(e));
        }
    }

    /** Puts changes into the lanes; stops at a schema change, what follows it is read again. */
    private Change.@Nullable SchemaChanged plan(List<Change> changes) {
        for (Change change : changes) {
            if (change.position().compareTo(stream.position()) > 0) {
                stream = change;
            }
            switch (change) {
                case Change.RowChange row -> add(row);
                case Change.TablesCleared cleared -> clear(cleared);
                case Change.SchemaChanged end -> {
                    return end;
                }
                case Change.Reached reached -> metrics.reached();
            }
        }
        return null;
    }

    private void add(Change.RowChange row) {
        if (isReplayed(row)) {
            metrics.replayed();
            return;
        }
        List<Mutation> all = mutations.of(row);
        if (lanes.size() == 1 || all.size() == 1) {
            add(laneOf(all.getFirst().key()), all, row);
            return;
        }
        Map<Lane, List<Mutation>> due = new HashMap<>();
        for (Mutation mutation : all) {
            due.computeIfAbsent(laneOf(mutation.key()), lane -> new ArrayList<>())
                    .add(mutation);
        }
        due.forEach((lane, part) -> add(lane, part, row));
    }

    private static void add(Lane lane, List<Mutation> all, Change.RowChange row) {
        if (!lane.has(row.position())) {
            lane.add(all, row);
        }
    }

    /** To make a document costs more than to find this out. */
    private boolean isReplayed(Change.RowChange row) {
        return has(row.keys(), row.position()) && has(row.left(), row.position());
    }

    private boolean has(List<RowKey> keys, Position position) {
        for (RowKey key : keys) {
            if (!laneOf(key).has(position)) {
                return false;
            }
        }
        return true;
    }

    private Lane laneOf(RowKey key) {
        return lanes.get(cache.layout().partitionOf(key));
    }

    private void clear(Change.TablesCleared cleared) {
        if (lanes.stream().allMatch(lane -> lane.has(cleared.position()))) {
            return;
        }
        say(cleared);
        Fence fence = new Fence(cleared.position(), cleared.reshaped());
        for (TableName table : cleared.tables()) {
            metrics.cleared();
            lanes.stream().filter(lane -> !lane.has(cleared.position())).forEach(lane -> lane.raise(table, fence));
        }
    }

    /** What foreign keys do, they may do a thousand times a second. */
    private void say(Change.TablesCleared cleared) {
        boolean again = !saidBefore.add(cleared.reason());
        LOG.atLevel(again ? Level.DEBUG : Level.INFO)
                .log("cleared at {}: {}; {}", cleared.position(), cleared.tables(), cleared.reason());
    }

    private boolean isIdleFlushDue() {
        return System.nanoTime() - lastIdleFlush >= settings.idleFlush().toNanos();
    }

    /** Sends what the lanes hold; the ones without changes only learn of the progress now and then. */
    private void flush(boolean all) throws InterruptedException {
        for (Lane lane : lanes) {
            if (all || lanes.size() == 1 || lane.isDirty()) {
                for (Batch batch : lane.take(stream)) {
                    send(batch);
                }
            }
        }
        if (all) {
            lastIdleFlush = System.nanoTime();
        }
    }

    private void send(Batch batch) throws InterruptedException {
        inFlight.acquire();
        if (ended.isDone()) {
            return;
        }
        long sentAt = System.nanoTime();
        cache.apply(batch, owner, settings.timeToLive()).whenComplete((outcome, problem) -> {
            try {
                answered(batch, outcome, problem, System.nanoTime() - sentAt);
            } finally {
                // Last of all: who waits for all answers must know by then what they were.
                inFlight.release();
            }
        });
    }

    private void answered(Batch batch, @Nullable ApplyOutcome outcome, @Nullable Throwable problem, long nanos) {
        if (outcome instanceof ApplyOutcome.Applied applied) {
            if (!batch.fences().isEmpty()) {
                cleared.release();
            }
            metrics.applied(batch, applied, nanos);
            acknowledged.advance(batch.partition(), batch.progress());
        } else if (outcome instanceof ApplyOutcome.Refused refused) {
            fail(new ApplyRefusedException(batch, owner, refused));
        } else {
            fail(Objects.requireNonNull(problem));
        }
    }

    private void awaitAnswers() throws InterruptedException {
        inFlight.acquire(settings.inFlight());
        inFlight.release(settings.inFlight());
    }

    private void fail(Throwable problem) {
        ended.completeExceptionally(problem);
    }
}
