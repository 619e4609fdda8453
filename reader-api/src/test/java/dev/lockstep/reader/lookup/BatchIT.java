package dev.lockstep.reader.lookup;

import static dev.lockstep.reader.stage.PlayedWorker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.source.Found;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a batch costs, whatever it asks for. */
@ExtendWith(Stage.Extension.class)
final class BatchIT {

    private static final Demand NOBODYS_COMMIT = new Demand(
            Optional.empty(),
            Optional.of(new Claim.Transactions(GtidSet.parse("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:7"))),
            false);

    private final HeroLookups heroes;
    private final Counted source;

    BatchIT(Stage stage) throws SQLException {
        heroes = new HeroLookups(stage);
        source = new Counted(heroes.rows(), new ArrayList<>());
        heroes.worker().open();
    }

    @AfterEach
    void close() {
        heroes.close();
    }

    @Test
    void aRowThatIsAskedForAThousandTimesIsReadOnce() {
        List<Answer> answers = find(Collections.nCopies(1_000, heroes.request("1")), Demand.NONE);

        assertThat(answers).hasSize(1_000).containsOnly(answers.getFirst());
        assertThat(HeroLookups.text(answers.getFirst())).startsWith("MISS ");
        assertThat(source.calls()).containsExactly(1);
    }

    @Test
    void rowsAreReadAHundredAtATimeAndAreThereAfterwards() {
        List<RowRequest> rows = requests(1, 250);

        assertThat(find(rows, Demand.NONE)).hasSize(250);
        assertThat(source.calls()).containsExactly(100, 100, 50);
        assertThat(find(rows, Demand.NONE).getLast())
                .isInstanceOfSatisfying(
                        Answer.Absent.class,
                        last -> assertThat(last.proof().source()).isEqualTo(Answer.Source.NEGATIVE));
        assertThat(source.calls()).hasSize(3);
    }

    /** One by one, they would hold the database's connections for a quarter of a second each. */
    @Test
    void whatCannotBeSeenIsWaitedForTogether() {
        assertThat(find(requests(1, 150), NOBODYS_COMMIT))
                .hasSize(150)
                .containsOnly(new Answer.Unavailable(Lack.VISIBILITY));
        assertThat(source.calls()).containsExactly(100, 50);
    }

    @Test
    void whatRedisHasIsTakenWhereItIsAsFarAsDemanded() throws SQLException {
        Position change = heroes.worker()
                .change("UPDATE %s SET name = 'Eve'".formatted(heroes.hero().name()));
        heroes.worker().apply(heroes.put(change, 1, "Eve"));
        Demand demand = new Demand(Optional.empty(), Optional.of(new Claim.At(change)), false);

        assertThat(find(List.of(heroes.request("1")), demand))
                .extracting(HeroLookups::text)
                .containsExactly("HIT {\"id\":1,\"name\":\"Eve\"}");
        assertThat(source.calls()).isEmpty();
    }

    @Test
    void aBatchHasSoManyBytesAndNoMore() throws SQLException {
        heroes.worker()
                .change("ALTER TABLE %s MODIFY name MEDIUMTEXT"
                        .formatted(heroes.hero().name()));
        heroes.worker()
                .change("UPDATE %s SET name = REPEAT('a', 900000)"
                        .formatted(heroes.hero().name()));

        List<Answer> answers = find(Collections.nCopies(30, heroes.request("1")), Demand.NONE);

        assertThat(answers.subList(0, 18)).allMatch(Answer.Row.class::isInstance);
        assertThat(answers.subList(18, 30)).containsOnly(new Answer.Unavailable(Lack.ROOM));
    }

    /** They were taken for rows of one while there was no connection that knew better. */
    @Test
    void rowsOfSeveralPartitionsAreNotJudgedByOneWatermark(Stage stage) throws SQLException {
        try (RedisCache halves = heroes.connect(stage, 2)) {
            long id = idIn(halves, 1);
            PlayedWorker other = new PlayedWorker(stage.mysql(), halves, 1).open();
            Position insert = other.change(
                    "INSERT INTO %s VALUES (%d, 'Bob')".formatted(heroes.hero().name(), id));
            other.apply(heroes.put(insert, id, "Bob"));
            other.abandon();
            other.change("UPDATE %s SET name = 'Eve' WHERE id = %d"
                    .formatted(heroes.hero().name(), id));
            List<RowRequest> rows = List.of(heroes.request(idIn(halves, 0)), heroes.request(id));
            AtomicInteger asked = new AtomicInteger();

            try (Lookup lookup = heroes.lookup(
                    () -> asked.incrementAndGet() <= rows.size() ? Optional.empty() : Optional.of(halves))) {
                assertThat(HeroLookups.text(
                                await(lookup.find(rows, Demand.NONE)).getLast()))
                        .isEqualTo("BYPASS {\"id\":%d,\"name\":\"Eve\"}".formatted(id));
            }
        }
    }

    /** Of a hero that is in a partition, and is not the first. */
    private long idIn(RedisCache cache, int partition) {
        return LongStream.iterate(2, id -> id + 1)
                .filter(id -> cache.layout().partitionOf(heroes.request(id).key()) == partition)
                .findFirst()
                .orElseThrow();
    }

    private List<RowRequest> requests(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(heroes::request).toList();
    }

    private List<Answer> find(List<RowRequest> rows, Demand demand) {
        try (Lookup lookup = heroes.lookup(source, Duration.ofMillis(50))) {
            return await(lookup.find(rows, demand));
        }
    }

    /** Remembers how many rows it was asked for in each call. */
    private record Counted(RowSource source, List<Integer> calls) implements RowSource {
        @Override
        public List<Found> read(List<RowRequest> requests, Shown shown) {
            note(requests);
            return source.read(requests, shown);
        }

        @Override
        public List<Sighting> see(List<RowRequest> requests, List<Required> required) {
            note(requests);
            return source.see(requests, required);
        }

        private synchronized void note(List<RowRequest> requests) {
            calls.add(requests.size());
        }
    }
}
