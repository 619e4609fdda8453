package dev.lockstep.reader;

import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Doubt;
import dev.lockstep.reader.lookup.LookupMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts what lookups do, for Prometheus. Every meter is there from the start, at zero. */
final class ReaderMetrics implements LookupMeter {

    private final PerConstant<Answer.Source, Counter> answers;
    private final PerConstant<Answer.Source, Timer> lookups;
    private final PerConstant<Answer.Lack, Counter> lacks;
    private final PerConstant<Doubt, Counter> doubts;
    private final PerConstant<FillOutcome, Counter> fills;
    private final Counter databaseReads;
    private volatile double stalenessSeconds = Double.NaN;

    ReaderMetrics(MeterRegistry registry) {
        answers = each(
                Answer.Source.class,
                source -> Counter.builder("lockstep.reader.answers")
                        .description("Rows that were asked for and answered, by where the answer came from")
                        .tag("source", tag(source))
                        .register(registry));
        lookups = each(
                Answer.Source.class,
                source -> Timer.builder("lockstep.reader.lookup")
                        .description("How long lookups took, of one row or of many, by where answers came from")
                        .tag("source", tag(source))
                        .register(registry));
        lacks = each(
                Answer.Lack.class,
                lack -> Counter.builder("lockstep.reader.unanswered")
                        .description("Lookups that could not be answered, by what they lacked")
                        .tag("lack", tag(lack))
                        .register(registry));
        doubts = each(
                Doubt.class,
                doubt -> Counter.builder("lockstep.reader.bypasses")
                        .description("Rows read from the database and not left in Redis, by the reason")
                        .tag("reason", tag(doubt))
                        .register(registry));
        fills = each(
                FillOutcome.class,
                outcome -> Counter.builder("lockstep.reader.fills")
                        .description("Rows offered to Redis, by what it said")
                        .tag("outcome", tag(outcome))
                        .register(registry));
        databaseReads = Counter.builder("lockstep.reader.database.reads")
                .description("Rows read from the database")
                .register(registry);
        Gauge.builder("lockstep.reader.staleness", this, metrics -> metrics.stalenessSeconds)
                .description(
                        "The bound on staleness of the last answer that the database was not asked for; NaN where it is not known")
                .baseUnit("seconds")
                .register(registry);
    }

    @Override
    public void answered(Answer answer, long nanos) {
        switch (answer) {
            case Answer.Known known -> {
                answered(known.proof().source(), 1, nanos);
                noteStaleness(known.proof());
            }
            case Answer.Unavailable unavailable -> lacks.get(unavailable.lack()).increment();
        }
    }

    @Override
    public void answered(List<Answer> batch, long nanos) {
        Map<Answer.Source, Integer> sources = new EnumMap<>(Answer.Source.class);
        for (Answer answer : batch) {
            switch (answer) {
                case Answer.Known known -> {
                    sources.merge(known.proof().source(), 1, Integer::sum);
                    noteStaleness(known.proof());
                }
                case Answer.Unavailable unavailable ->
                    lacks.get(unavailable.lack()).increment();
            }
        }
        sources.forEach((source, rows) -> answered(source, rows, nanos));
    }

    private void answered(Answer.Source source, int rows, long nanos) {
        answers.get(source).increment(rows);
        lookups.get(source).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void databaseRead() {
        databaseReads.increment();
    }

    @Override
    public void doubted(Doubt doubt) {
        doubts.get(doubt).increment();
    }

    @Override
    public void filled(FillOutcome outcome) {
        fills.get(outcome).increment();
    }

    private void noteStaleness(Answer.Proof proof) {
        switch (proof.source()) {
            case HIT, NEGATIVE, COALESCED, NEAR ->
                stalenessSeconds = proof.staleness().map(ReaderMetrics::seconds).orElse(Double.NaN);
            case MISS, BYPASS -> {}
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static <E extends Enum<E>, M> PerConstant<E, M> each(Class<E> type, Function<E, M> register) {
        Map<E, M> meters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            meters.put(constant, register.apply(constant));
        }
        return new PerConstant<>(meters);
    }

    /** A meter for each constant of an enum. */
    private record PerConstant<E extends Enum<E>, M>(Map<E, M> meters) {
        M get(E constant) {
            return Objects.requireNonNull(meters.get(constant));
        }
    }

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
