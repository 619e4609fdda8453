package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Answer.Proof;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import dev.lockstep.reader.source.Found;
import dev.lockstep.reader.source.NotSeenException;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.RowSource.Required;
import dev.lockstep.reader.source.RowSource.Shown;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.reader.source.SourceUnreachableException;
import dev.lockstep.reader.source.TableGoneException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Reads rows from the database, and leaves in Redis what may be left there. Several rows of one table are read together, by
 * one SELECT. Thread safe; nothing here blocks.
 */
final class Loads implements AutoCloseable {

    /** A longer set of transactions is not told to callers: proxies take no longer headers. */
    private static final int LONGEST_POSITION = 4_000;

    private final RowCache cache;
    private final RowSource source;
    private final LookupRule rule;
    private final Duration timeToLive;
    private final DatabaseLane lane;
    private final LookupMeter meter;

    /** A row to be read under a lease. */
    record Leased(RowRequest request, Granted lease) {}

    Loads(RowCache cache, RowSource source, LookupRule rule, Lookup.Limits limits, LookupMeter meter) {
        this.cache = cache;
        this.source = source;
        this.rule = rule;
        this.timeToLive = limits.timeToLive();
        this.lane = new DatabaseLane(limits.loads(), limits.loadWait(), limits.rowsPerSecond());
        this.meter = meter;
    }

    /** Reads, and leaves Redis alone. */
    CompletionStage<List<Answer>> only(List<RowRequest> requests, Doubt doubt, Demand demand) {
        requests.forEach(request -> meter.doubted(doubt));
        return lane.run(requests.size(), () -> {
                    requests.forEach(request -> meter.databaseRead());
                    return source.read(
                            requests, demand.after().map(Claim::shown).orElse(Shown.ANYTHING));
                })
                .thenApply(found ->
                        found.stream().map(each -> answer(Source.BYPASS, each)).toList());
    }

    /** Reads with proof, and leaves in Redis what is proved. The leases of what is not are given back. */
    CompletionStage<List<Answer>> andFill(List<Leased> leased, Demand demand) {
        return lane.run(leased.size(), () -> {
                    leased.forEach(each -> meter.databaseRead());
                    return source.see(
                            leased.stream().map(Leased::request).toList(),
                            leased.stream()
                                    .map(each -> new Required(
                                            each.lease().server(), each.lease().gtids()))
                                    .toList());
                })
                .whenComplete((sightings, problem) -> {
                    if (sightings == null) {
                        leased.forEach(each -> release(each.request(), each.lease()));
                    }
                })
                .thenCompose(sightings -> {
                    List<CompletableFuture<Answer>> answers = new ArrayList<>();
                    for (int i = 0; i < leased.size(); i++) {
                        answers.add(
                                settle(leased.get(i), sightings.get(i), demand).toCompletableFuture());
                    }
                    return all(answers);
                });
    }

    /** Others would wait for what does not come. Nobody waits for this; without an answer the lease ends by itself. */
    void release(RowRequest request, Granted lease) {
        var unusedAnswer = cache.release(request.key(), lease);
    }

    @Override
    public void close() {
        lane.close();
    }

    private CompletionStage<Answer> settle(Leased leased, Sighting sighting, Demand demand) {
        return switch (rule.afterLoad(leased.lease(), sighting)) {
            case LookupRule.Keep keep -> fill(leased, keep, sighting.found());
            case LookupRule.Leave leave -> {
                meter.doubted(leave.doubt());
                release(leased.request(), leased.lease());
                // Whoever does not show what Redis has may not show either what the caller wants to see.
                boolean blind = demand.after().isPresent() && sighting instanceof Sighting.Doubtful;
                yield CompletableFuture.completedStage(
                        blind ? new Answer.Unavailable(Lack.VISIBILITY) : answer(Source.BYPASS, sighting.found()));
            }
        };
    }

    private CompletionStage<Answer> fill(Leased leased, LookupRule.Keep keep, Found found) {
        Filling filling = new Filling(
                leased.request().key(),
                leased.lease(),
                keep.seenUpTo(),
                found.row().flatMap(SourceRow::document));
        return cache.fill(filling, timeToLive).handle((stored, problem) -> {
            if (stored == null) {
                meter.filled(FillOutcome.UNKNOWN);
            } else {
                meter.filled(stored ? FillOutcome.STORED : FillOutcome.REFUSED);
            }
            return answer(Source.MISS, found);
        });
    }

    /** What the database said, just now. */
    private static Answer answer(Source source, Found found) {
        String position = found.seen().length() > LONGEST_POSITION ? "" : found.seen();
        Proof proof = new Proof(source, Optional.of(Duration.ZERO), position, 0);
        return found.row()
                .map(row -> row.document()
                        .<Answer>map(document -> new Answer.Row(proof, ByteBuffer.wrap(document.bytes())))
                        .orElseGet(() -> new Answer.Unavailable(Lack.DOCUMENT)))
                .orElseGet(() -> new Answer.Absent(proof));
    }

    /** All of them, in their order. */
    static CompletionStage<List<Answer>> all(List<CompletableFuture<Answer>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** What was lacking where a read came to nothing; rethrows what is no lack but a mistake. */
    static Answer unavailable(Throwable problem, Optional<Duration> staleness) {
        Throwable cause = problem instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : problem;
        return switch (cause) {
            case DatabaseLane.BusyException busy -> new Answer.Unavailable(Lack.CONNECTION, staleness);
            case DatabaseLane.BudgetException spent -> new Answer.Unavailable(Lack.BUDGET, staleness);
            case SourceUnreachableException unreachable -> new Answer.Unavailable(Lack.DATABASE, staleness);
            case NotSeenException unseen -> new Answer.Unavailable(Lack.VISIBILITY, staleness);
            case TableGoneException gone -> new Answer.Unavailable(Lack.TABLE, staleness);
            default -> throw new CompletionException(cause);
        };
    }
}
