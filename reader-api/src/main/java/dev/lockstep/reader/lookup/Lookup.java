package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.RowSource.Required;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.reader.source.SourceUnreachableException;
import dev.lockstep.reader.source.TableGoneException;
import dev.lockstep.reader.startup.OutageLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Looks rows up as {@link LookupRule} decides. A row that Redis has costs one round trip and no thread; only what reads
 * the database blocks, on virtual threads that are bounded in number.
 *
 * <p>Thread safe. Stages complete on the thread that brought the last answer, and never with an exception unless the
 * row itself cannot be made a document.
 */
public final class Lookup implements AutoCloseable {

    private final RowCache cache;
    private final RowSource source;
    private final LookupRule rule;
    private final Limits limits;
    private final DatabaseLane lane;
    private final LookupMeter meter;
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(Lookup.class), "Redis");

    /**
     * How long, how old, how many.
     *
     * @param lease the life of a lease
     * @param leaseWait how long to wait for somebody else's fill
     * @param mostLag how far the worker may be behind for rows to be filled
     * @param timeToLive of a filled row; zero for none
     * @param documentBytes of the largest row that is filled
     * @param loads how many rows are read from the database at once
     * @param loadWait how long a request waits for its turn to do so
     */
    public record Limits(
            Duration lease,
            Duration leaseWait,
            Duration mostLag,
            Duration timeToLive,
            int documentBytes,
            int loads,
            Duration loadWait) {}

    /**
     * A lookup.
     *
     * @param redis empty as long as there is no connection
     */
    public Lookup(Supplier<Optional<RedisCache>> redis, RowSource source, Limits limits, LookupMeter meter) {
        this.cache = new RowCache(redis);
        this.source = source;
        this.rule = new LookupRule(limits.mostLag(), limits.documentBytes());
        this.limits = limits;
        this.lane = new DatabaseLane(limits.loads(), limits.loadWait());
        this.meter = meter;
    }

    /** Finds out about a row. Does not block. */
    public CompletionStage<Answer> find(RowRequest request) {
        long start = System.nanoTime();
        return cache.read(request.key())
                .handle((reading, problem) -> afterRead(request, reading, problem))
                .thenCompose(Function.identity())
                .exceptionally(Lookup::unavailable)
                .thenApply(answer -> {
                    meter.answered(answer, System.nanoTime() - start);
                    return answer;
                });
    }

    @Override
    public void close() {
        lane.close();
    }

    private CompletionStage<Answer> afterRead(
            RowRequest request, @Nullable Reading reading, @Nullable Throwable problem) {
        if (reading == null) {
            return cacheSilent(request, problem);
        }
        outages.answered();
        return follow(rule.afterRead(reading.kind(), reading.age()), request, reading);
    }

    private CompletionStage<Answer> follow(Step step, RowRequest request, Reading reading) {
        return switch (step) {
            case Step.Answer answer -> CompletableFuture.completedStage(answer(reading));
            case Step.AskForLease ask -> lease(request, reading);
            case Step.WaitForOther wait -> waitForOther(request, Waiting.of(limits.leaseWait()));
            case Step.LoadAndFill load -> loadAndFill(request, load.lease());
            case Step.LoadOnly load -> loadOnly(request, load.doubt());
        };
    }

    private CompletionStage<Answer> lease(RowRequest request, Reading reading) {
        return cache.lease(
                        request.key(),
                        request.schema().fingerprint(),
                        UUID.randomUUID().toString(),
                        limits.lease())
                .handle((outcome, problem) -> {
                    if (outcome == null) {
                        return cacheSilent(request, problem);
                    }
                    Reading latest = outcome instanceof LeaseOutcome.Found found ? found.reading() : reading;
                    Step step = rule.afterLease(outcome);
                    if (outcome instanceof Granted granted && step instanceof Step.LoadOnly) {
                        release(request, granted);
                    }
                    return follow(step, request, latest);
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> waitForOther(RowRequest request, Waiting waiting) {
        return CompletableFuture.supplyAsync(() -> cache.read(request.key()), waiting.pause())
                .thenCompose(Function.identity())
                .handle((reading, problem) -> {
                    if (reading == null) {
                        return cacheSilent(request, problem);
                    }
                    Step step = rule.afterWait(reading.kind(), waiting.isOver());
                    return step instanceof Step.WaitForOther
                            ? waitForOther(request, waiting.next())
                            : follow(step, request, reading);
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> loadAndFill(RowRequest request, Granted lease) {
        return lane.run(() -> {
                    meter.databaseRead();
                    return source.see(request, new Required(lease.server(), lease.gtids()));
                })
                .whenComplete((sighting, problem) -> {
                    if (sighting == null) {
                        release(request, lease);
                    }
                })
                .thenCompose(sighting -> switch (rule.afterLoad(lease, sighting)) {
                    case LookupRule.Keep keep -> fill(request, lease, keep, sighting);
                    case LookupRule.Leave leave -> {
                        meter.doubted(leave.doubt());
                        release(request, lease);
                        yield CompletableFuture.completedStage(answer(Source.BYPASS, sighting.row()));
                    }
                });
    }

    private CompletionStage<Answer> fill(RowRequest request, Granted lease, LookupRule.Keep keep, Sighting sighting) {
        Filling filling = new Filling(
                request.key(), lease, keep.seenUpTo(), sighting.row().map(SourceRow::document));
        return cache.fill(filling, limits.timeToLive()).handle((stored, problem) -> {
            if (stored == null) {
                meter.filled(FillOutcome.UNKNOWN);
            } else {
                meter.filled(stored ? FillOutcome.STORED : FillOutcome.REFUSED);
            }
            return answer(Source.MISS, sighting.row());
        });
    }

    /** Others would wait for what does not come. Nobody waits for this; without an answer the lease ends by itself. */
    private void release(RowRequest request, Granted lease) {
        var unusedAnswer = cache.release(request.key(), lease);
    }

    private CompletionStage<Answer> cacheSilent(RowRequest request, @Nullable Throwable problem) {
        if (problem != null) {
            outages.failed(problem);
        }
        return loadOnly(request, Doubt.CACHE_SILENT);
    }

    private CompletionStage<Answer> loadOnly(RowRequest request, Doubt doubt) {
        meter.doubted(doubt);
        return lane.run(() -> {
                    meter.databaseRead();
                    return source.read(request);
                })
                .thenApply(row -> answer(Source.BYPASS, row));
    }

    /** What Redis said. */
    private static Answer answer(Reading reading) {
        return reading.kind() == Reading.Kind.PRESENT
                ? new Answer.Row(Source.HIT, reading.age(), reading.document())
                : new Answer.Absent(Source.NEGATIVE, reading.age());
    }

    /** What the database said, just now. */
    private static Answer answer(Source source, Optional<SourceRow> row) {
        Optional<Duration> now = Optional.of(Duration.ZERO);
        return row.<Answer>map(found -> new Answer.Row(
                        source, now, ByteBuffer.wrap(found.document().bytes())))
                .orElseGet(() -> new Answer.Absent(source, now));
    }

    private static Answer unavailable(Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : problem;
        return switch (cause) {
            case DatabaseLane.BusyException busy -> new Answer.Unavailable(Lack.CONNECTION);
            case SourceUnreachableException unreachable -> new Answer.Unavailable(Lack.DATABASE);
            case TableGoneException gone -> new Answer.Unavailable(Lack.TABLE);
            default -> throw new CompletionException(cause);
        };
    }
}
