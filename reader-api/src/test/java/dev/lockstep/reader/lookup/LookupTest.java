package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.source.Found;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.reader.source.SourceUnreachableException;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.testbed.Eventually;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** As long as there is no Redis, every lookup goes to the database. */
final class LookupTest {

    private static final String SEEN = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5";
    private static final Answer.Proof NOW = new Answer.Proof(Source.BYPASS, Optional.of(Duration.ZERO), SEEN, 0);

    private final CountingMeter meter = new CountingMeter();
    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema table = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));
    private final RowRequest one = RowRequest.parse(table, "1");
    private final Document document = new DocumentEncoder().encode(table, List.of(1L));

    @Test
    void withoutRedisTheDatabaseAnswers() {
        try (Lookup lookup = lookup(1, request -> Optional.of(row(request)))) {
            assertThat(find(lookup)).isEqualTo(new Answer.Row(NOW, ByteBuffer.wrap(document.bytes())));
        }
        assertThat(meter.doubts()).containsExactly(Doubt.CACHE_SILENT);
        assertThat(meter.databaseReads()).isEqualTo(1);
        assertThat(meter.answers()).hasSize(1);
    }

    @Test
    void aRequestThatFindsAllPlacesTakenDoesNotWaitForEver() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Lookup lookup = lookup(1, request -> {
            inside.countDown();
            join(go);
            return Optional.empty();
        })) {
            CompletableFuture<Answer> first = lookup.find(one, Demand.NONE).toCompletableFuture();
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(find(lookup)).isEqualTo(new Answer.Unavailable(Lack.CONNECTION));

            go.countDown();
            assertThat(first.join()).isEqualTo(new Answer.Absent(NOW));
            assertThat(find(lookup)).isInstanceOf(Answer.Absent.class);
        }
    }

    @Test
    void aRowThatCannotBeMadeADocumentIsAFailure() {
        try (Lookup lookup = lookup(1, request -> {
            throw new IllegalArgumentException("a JSON column holds what is not JSON");
        })) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> find(lookup))
                    .withCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRedisThatFailsIsLeftAloneByThoseWhoWantAHit() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<Optional<Caches>> redis = () -> {
            asked.incrementAndGet();
            return Optional.empty();
        };
        RowRequest two = RowRequest.parse(table, "2");
        try (Lookup lookup = new Lookup(
                redis, new OnlyRead(request -> Optional.of(row(request))), limits(1, 1_000, 100_000), meter)) {
            find(lookup);
            asked.set(0);

            for (int i = 0; i < 1_000; i++) {
                assertThat(hit(lookup, two)).isEmpty();
                assertThat(hit(lookup, one)).as("what lies near").isPresent();
            }

            assertThat(asked).hasPositiveValue().hasValueLessThan(100);
        }
    }

    private static Optional<Answer.Row> hit(Lookup lookup, RowRequest request) {
        return lookup.hit(request, Demand.NONE, row -> true)
                .toCompletableFuture()
                .join();
    }

    private SourceRow row(RowRequest request) {
        return new SourceRow(request.key(), Optional.of(document), true, Optional.empty());
    }

    private Lookup lookup(int loads, Function<RowRequest, Optional<SourceRow>> rows) {
        return lookup(loads, 1_000, rows);
    }

    private Lookup lookup(int loads, int rowsPerSecond, Function<RowRequest, Optional<SourceRow>> rows) {
        return new Lookup(Optional::empty, new OnlyRead(rows), limits(loads, rowsPerSecond, 0), meter);
    }

    private static Lookup.Limits limits(int loads, int rowsPerSecond, int nearBytes) {
        return new Lookup.Limits(
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(5),
                Duration.ZERO,
                1_000,
                loads,
                Duration.ofMillis(50),
                rowsPerSecond,
                nearBytes,
                Duration.ofMinutes(1));
    }

    @Test
    void whoComesWhenTheBudgetIsSpentIsToldSo() {
        try (Lookup lookup = lookup(1, 2, request -> Optional.empty())) {
            Eventually.holds(Duration.ofSeconds(30), () -> {
                List<Answer> answers = List.of(find(lookup), find(lookup), find(lookup), find(lookup), find(lookup));
                assertThat(answers).contains(new Answer.Unavailable(Lack.BUDGET));
            });
            assertThat(meter.databaseReads()).isPositive();
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsLeftAloneForAMoment() {
        AtomicInteger asked = new AtomicInteger();
        try (Lookup lookup = lookup(1, request -> {
            asked.incrementAndGet();
            throw SourceUnreachableException.leftAlone(Duration.ZERO);
        })) {
            for (int i = 0; i < 50; i++) {
                assertThat(find(lookup)).isEqualTo(new Answer.Unavailable(Lack.DATABASE));
            }
        }
        assertThat(asked.get()).isBetween(3, 49);
    }

    private Answer find(Lookup lookup) {
        return lookup.find(one, Demand.NONE)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A source in which nothing is ever looked at with proof, since there is nothing to fill. */
    private record OnlyRead(Function<RowRequest, Optional<SourceRow>> rows) implements RowSource {
        @Override
        public List<Found> read(List<RowRequest> requests, Shown shown) {
            return requests.stream()
                    .map(request -> new Found(rows.apply(request), SEEN))
                    .toList();
        }

        @Override
        public List<Sighting> see(List<RowRequest> requests, List<Required> required) {
            throw new AssertionError("a lease without Redis");
        }
    }
}
