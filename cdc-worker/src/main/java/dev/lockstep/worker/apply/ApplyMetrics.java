package dev.lockstep.worker.apply;

import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.Batch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what is applied; docs/operations.md says what each means to an operator. Thread safe. */
public final class ApplyMetrics {

    private final Counter written;
    private final Counter skipped;
    private final Counter settled;
    private final Counter replayed;
    private final Counter unclear;
    private final Counter cleared;
    private final Counter swept;
    private final Counter signs;
    private final Timer calls;
    private final DistributionSummary rows;

    public ApplyMetrics(MeterRegistry registry) {
        written = rows(registry, "written");
        skipped = rows(registry, "skipped");
        settled = rows(registry, "settled");
        replayed = rows(registry, "replayed");
        unclear = Counter.builder("lockstep.worker.unclear")
                .description("Rows that became a miss")
                .register(registry);
        cleared = Counter.builder("lockstep.worker.cleared")
                .description("Tables cleared")
                .register(registry);
        swept = Counter.builder("lockstep.worker.swept")
                .description("Entries removed that no longer counted")
                .register(registry);
        signs = Counter.builder("lockstep.worker.signs")
                .description("Ends of transactions and signs of life")
                .register(registry);
        calls = Timer.builder("lockstep.worker.apply")
                .description("Calls to Redis")
                .register(registry);
        rows = DistributionSummary.builder("lockstep.worker.batch.rows")
                .description("Rows in a call")
                .register(registry);
    }

    void applied(Batch batch, Applied outcome, long nanos) {
        written.increment(outcome.written());
        skipped.increment(outcome.skipped());
        settled.increment(outcome.settled());
        calls.record(nanos, TimeUnit.NANOSECONDS);
        rows.record(batch.mutations().size());
    }

    void replayed() {
        replayed.increment();
    }

    void unclear() {
        unclear.increment();
    }

    void cleared() {
        cleared.increment();
    }

    void swept(int entries) {
        swept.increment(entries);
    }

    void reached() {
        signs.increment();
    }

    private static Counter rows(MeterRegistry registry, String outcome) {
        return Counter.builder("lockstep.worker.rows")
                .description("Row changes by what came of them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
