package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Reached;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.reader.lookup.Answer.Proof;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.lookup.Loads.Leased;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.startup.OutageLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Looks rows up as {@link LookupRule} decides. A row that Redis has costs one round trip and no thread; only what reads
 * the database blocks, on virtual threads that are bounded in number.
 *
 * <p>Thread safe. Stages complete on the thread that brought the last answer, and an exception there is a mistake of ours.
 */
public final class Lookup implements AutoCloseable {

    /** As many bytes of rows are answered to a batch at the most, or one row that has more. */
    public static final int BATCH_BYTES = 16 << 20;

    private static final CompletionStage<Optional<Answer.Row>> NO_HIT =
            CompletableFuture.completedStage(Optional.empty());

    private final RowCache cache;
    private final LookupRule rule;
    private final Limits limits;
    private final Loads loads;
    private final LookupMeter meter;
    private final BatchLookup batch;
    private final Optional<NearCache> near;
    private final HalfOpen hits = new HalfOpen(Duration.ofSeconds(1));
    private final OutageLog outages = new OutageLog(LoggerFactory.getLogger(Lookup.class), "Redis");

    /**
     * How long, how old, how many.
     *
     * @param lease the life of a lease
     * @param leaseWait how long to wait for somebody else's fill
     * @param workerWait how long to wait for the worker where something younger is demanded than Redis has
     * @param mostLag how far the worker may be behind for rows to be filled
     * @param timeToLive of a filled row; zero for none
     * @param documentBytes of the largest row that is filled
     * @param loads how many times the database is read at once
     * @param loadWait how long a request waits for its turn to do so
     * @param rowsPerSecond how many rows are read from the database at the most
     * @param nearBytes of memory for answers that are kept for a moment; 0 for none
     * @param nearAge how long they are kept
     */
    public record Limits(
            Duration lease,
            Duration leaseWait,
            Duration workerWait,
            Duration mostLag,
            Duration timeToLive,
            int documentBytes,
            int loads,
            Duration loadWait,
            int rowsPerSecond,
            int nearBytes,
            Duration nearAge) {}

    /**
     * A lookup that goes on.
     *
     * @param worker how long the worker may still be waited for
     * @param since a moment on Redis' clock, after that at which it was asked for; null as long as none is known
     */
    private record Asked(
            RowRequest row,
            Demand demand,
            Waiting worker,
            @Nullable Instant since) {

        Asked again(@Nullable Instant first) {
            return new Asked(row, demand, worker.next(), since == null ? first : since);
        }
    }

    /**
     * A lookup.
     *
     * @param redis empty as long as there is no connection
     */
    public Lookup(Supplier<Optional<Caches>> redis, RowSource source, Limits limits, LookupMeter meter) {
        this.cache = new RowCache(redis);
        this.rule = new LookupRule(limits.mostLag(), limits.documentBytes());
        this.limits = limits;
        this.loads = new Loads(cache, source, rule, limits, meter);
        this.meter = meter;
        this.batch = new BatchLookup(this::findUnmetered, cache, rule, loads, limits);
        this.near = limits.nearBytes() == 0
                ? Optional.empty()
                : Optional.of(new NearCache(limits.nearBytes(), limits.nearAge()));
    }

    private CompletionStage<Answer> findUnmetered(RowRequest request, Demand demand) {
        return look(new Asked(request, demand, Waiting.of(limits.workerWait()), null));
    }

    /** Finds out about a row. Does not block. */
    public CompletionStage<Answer> find(RowRequest request, Demand demand) {
        long start = System.nanoTime();
        return near.flatMap(answers -> answers.find(request, demand, start))
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> findAndKeep(request, demand, start))
                .thenApply(answer -> {
                    meter.answered(answer, System.nanoTime() - start);
                    return answer;
                });
    }

    /**
     * Finds a row that this process or Redis has, and that is good enough. Does not block, and asks Redis once. After Redis
     * has failed it is asked about once a second until it answers, as {@link #find(RowRequest, Demand)} may wait for it another time.
     *
     * @param wanted whether it is taken as it is, asked at most once
     * @return empty where it is not, or where only {@link #find(RowRequest, Demand)} can tell
     */
    public CompletionStage<Optional<Answer.Row>> hit(RowRequest request, Demand demand, Predicate<Answer.Row> wanted) {
        long start = System.nanoTime();
        Optional<Answer> held = near.flatMap(answers -> answers.find(request, demand, start));
        if (held.isPresent()) {
            return CompletableFuture.completedStage(taken(held.get(), wanted, start));
        }
        if (!hits.admits(start)) {
            return NO_HIT;
        }
        return cache.read(request).handle((reading, problem) -> {
            if (reading == null) {
                hits.failed(System.nanoTime());
                return Optional.empty();
            }
            hits.answered();
            if (reading.kind() != Reading.Kind.PRESENT || !demand.allows(reading.age())) {
                return Optional.empty();
            }
            outages.answered();
            Optional<Answer.Row> taken = taken(answer(reading, false), wanted, start);
            near.ifPresent(answers -> taken.ifPresent(row -> answers.keep(request, row, start)));
            return taken;
        });
    }

    private Optional<Answer.Row> taken(Answer answer, Predicate<Answer.Row> wanted, long start) {
        if (answer instanceof Answer.Row row && wanted.test(row)) {
            meter.answered(row, System.nanoTime() - start);
            return Optional.of(row);
        }
        return Optional.empty();
    }

    private CompletionStage<Answer> findAndKeep(RowRequest request, Demand demand, long start) {
        CompletionStage<Answer> found = findUnmetered(request, demand);
        return near.map(answers -> found.thenApply(answer -> {
                    answers.keep(request, answer, start);
                    return answer;
                }))
                .orElse(found);
    }

    /**
     * Finds out about many rows of one table, by the same columns. Does not block. Each has an answer of its own, as good as if
     * it had been looked up alone; behind {@link #BATCH_BYTES} it is that there is no room.
     *
     * @return in their order
     */
    public CompletionStage<List<Answer>> find(List<RowRequest> requests, Demand demand) {
        long start = System.nanoTime();
        return batch.find(requests, demand).thenApply(answers -> {
            meter.answered(answers, System.nanoTime() - start);
            return answers;
        });
    }

    @Override
    public void close() {
        loads.close();
    }

    private CompletionStage<Answer> look(Asked asked) {
        return asked.demand()
                .after()
                .map(claim -> lookBeyond(asked, claim))
                .orElseGet(() -> cache.read(asked.row())
                        .handle((reading, problem) ->
                                reading == null ? cacheSilent(asked, problem) : afterRead(asked, reading))
                        .thenCompose(Function.identity()));
    }

    /** How far the partition is, is known before the row is read, so that the row is at least as far. */
    private CompletionStage<Answer> lookBeyond(Asked asked, Claim claim) {
        return cache.reached(asked.row())
                .thenCompose(reached -> cache.readBeyond(asked.row())
                        .thenApply(reading -> afterReached(asked, claim, reached, reading)))
                .handle((answer, problem) -> answer == null ? cacheSilent(asked, problem) : answer)
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> afterReached(Asked asked, Claim claim, Reached reached, Reading reading) {
        Instant since = asked.since() == null ? reached.now() : asked.since();
        return rule.afterReached(
                        claim.isIn(reading, reached, since),
                        reading.age(),
                        asked.worker().left())
                .map(step -> follow(step, new Asked(asked.row(), asked.demand(), asked.worker(), since), reading))
                .orElseGet(() -> afterRead(asked, reading));
    }

    private CompletionStage<Answer> afterRead(Asked asked, Reading reading) {
        outages.answered();
        Step step = rule.afterRead(
                reading.kind(), reading.age(), asked.demand(), asked.worker().left());
        return follow(step, asked, reading);
    }

    private CompletionStage<Answer> follow(Step step, Asked asked, Reading reading) {
        return switch (step) {
            case Step.Answer answer -> CompletableFuture.completedStage(answer(reading, false));
            case Step.WaitForWorker wait -> asked.worker().then(() -> look(asked.again(asked.since())));
            case Step.AskForLease ask -> lease(asked, reading);
            case Step.WaitForOther wait -> waitForOther(asked, Waiting.of(limits.leaseWait()));
            case Step.LoadAndFill load ->
                one(loads.andFill(List.of(new Leased(asked.row(), load.lease())), asked.demand()), Optional.empty());
            case Step.LoadOnly load -> loadOnly(asked, load.doubt(), staleness(load.doubt(), reading));
        };
    }

    private CompletionStage<Answer> lease(Asked asked, Reading reading) {
        return cache.lease(asked.row(), UUID.randomUUID().toString(), limits.lease())
                .handle((outcome, problem) -> {
                    if (outcome == null) {
                        return cacheSilent(asked, problem);
                    }
                    Reading latest = outcome instanceof LeaseOutcome.Found found ? found.reading() : reading;
                    Step step = rule.afterLease(outcome, asked.demand());
                    if (outcome instanceof Granted granted && step instanceof Step.LoadOnly) {
                        loads.release(asked.row(), granted);
                    }
                    return follow(step, asked, latest);
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> waitForOther(Asked asked, Waiting waiting) {
        return waiting.then(() -> cache.read(asked.row()))
                .handle((reading, problem) -> {
                    if (reading == null) {
                        return cacheSilent(asked, problem);
                    }
                    Step step = rule.afterWait(reading.kind(), reading.age(), asked.demand(), waiting.isOver());
                    return switch (step) {
                        case Step.WaitForOther again -> waitForOther(asked, waiting.next());
                        case Step.Answer answer -> CompletableFuture.completedStage(answer(reading, true));
                        default -> follow(step, asked, reading);
                    };
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Answer> cacheSilent(Asked asked, @Nullable Throwable problem) {
        if (problem != null) {
            outages.failed(problem);
        }
        return loadOnly(asked, Doubt.CACHE_SILENT, Optional.empty());
    }

    private CompletionStage<Answer> loadOnly(Asked asked, Doubt doubt, Optional<Duration> staleness) {
        return one(loads.only(List.of(asked.row()), doubt, asked.demand()), staleness);
    }

    private static CompletionStage<Answer> one(CompletionStage<List<Answer>> answers, Optional<Duration> staleness) {
        return answers.thenApply(List::getFirst).exceptionally(problem -> Loads.unavailable(problem, staleness));
    }

    /** What Redis has is told where it was refused for its age. */
    private static Optional<Duration> staleness(Doubt doubt, Reading reading) {
        return doubt == Doubt.TOO_OLD || doubt == Doubt.NOT_REACHED ? reading.age() : Optional.empty();
    }

    /** What Redis said. */
    static Answer answer(Reading reading, boolean coalesced) {
        boolean present = reading.kind() == Reading.Kind.PRESENT;
        Source source = coalesced ? Source.COALESCED : present ? Source.HIT : Source.NEGATIVE;
        Proof proof = new Proof(source, reading.age(), reading.bound(), reading.commitMillis());
        return present ? new Answer.Row(proof, reading.document()) : new Answer.Absent(proof);
    }
}
