package dev.lockstep.reader.lookup;

import static dev.lockstep.reader.stage.PlayedWorker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where answers come from, on a real MySQL and a real Redis; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
final class LookupIT {

    private static final String ADA = "{\"id\":1,\"name\":\"Ada\"}";

    private final HeroLookups heroes;
    private final Stage stage;
    private final CountingMeter meter;
    private final RedisCache cache;
    private final PlayedWorker worker;
    private final TableSchema hero;
    private final RowSource rows;

    LookupIT(Stage stage) throws SQLException {
        heroes = new HeroLookups(stage);
        this.stage = stage;
        meter = heroes.meter();
        cache = heroes.cache();
        worker = heroes.worker();
        hero = heroes.hero();
        rows = heroes.rows();
    }

    @AfterEach
    void close() {
        heroes.close();
    }

    @Test
    void aMissFillsAndTheNextReadIsAHit() throws SQLException {
        worker.open();

        assertThat(heroes.find("1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.STORED);
        assertThat(heroes.find("1")).isEqualTo("HIT " + ADA);
        assertThat(heroes.find("1")).isEqualTo("HIT " + ADA);
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void anAbsentRowIsKnownToBeAbsentUntilItIsInserted() throws SQLException {
        worker.open();

        assertThat(heroes.find("7")).isEqualTo("MISS none");
        assertThat(heroes.find("7")).isEqualTo("NEGATIVE none");
        assertThat(meter.databaseReads()).isEqualTo(1);

        Position insert = worker.change("INSERT INTO %s VALUES (7, 'Grace')".formatted(hero.name()));
        worker.apply(heroes.put(insert, 7, "Grace"));

        assertThat(heroes.find("7")).isEqualTo("HIT {\"id\":7,\"name\":\"Grace\"}");
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void aDeletedRowIsKnownToBeAbsent() throws SQLException {
        worker.open();
        Position delete = worker.change("DELETE FROM %s WHERE id = 1".formatted(hero.name()));
        worker.apply(new Mutation.Remove(heroes.request("1").key(), delete, 1));

        assertThat(heroes.find("1")).isEqualTo("NEGATIVE none");
        assertThat(meter.databaseReads()).isZero();
    }

    @Test
    void whatSomebodyElseFillsInTimeIsTakenFromThere() throws SQLException {
        worker.open();
        // A script that Redis does not know yet is sent once more, and then our read could come behind their fill.
        await(cache.read(heroes.request("2").key(), heroes.hero().fingerprint()));
        LeaseOutcome.Granted theirs = (LeaseOutcome.Granted) await(cache.lease(
                heroes.request("1").key(),
                heroes.request("1").schema().fingerprint(),
                "theirs",
                Duration.ofSeconds(10)));
        try (Lookup lookup = heroes.lookup(rows, Duration.ofSeconds(10))) {
            CompletableFuture<Answer> ours =
                    lookup.find(heroes.request("1"), Demand.NONE).toCompletableFuture();
            Filling filling = new Filling(
                    heroes.request("1").key(),
                    theirs,
                    theirs.watermark().transaction(),
                    Optional.of(heroes.document(1, "Ada")));
            assertThat(await(cache.fill(filling, Duration.ZERO))).isTrue();

            assertThat(HeroLookups.text(await(ours))).isEqualTo("COALESCED " + ADA);
        }
        assertThat(meter.databaseReads()).isZero();
    }

    @Test
    void whatSomebodyElseDoesNotFillInTimeComesFromTheDatabase() throws SQLException {
        worker.open();
        await(cache.lease(
                heroes.request("1").key(),
                heroes.request("1").schema().fingerprint(),
                "theirs",
                Duration.ofSeconds(10)));

        assertThat(heroes.find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.TAKEN);
        assertThat(meter.fills()).isEmpty();
    }

    @Test
    void manyReadersOfOneMissReadTheDatabaseOnce() throws SQLException {
        worker.open();
        try (Lookup lookup = heroes.lookup(rows, Duration.ofSeconds(10))) {
            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> lookup.find(heroes.request("1"), Demand.NONE).toCompletableFuture())
                    .limit(50)
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(HeroLookups.text(await(answer))).endsWith(ADA));
        }
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void anAnswerSaysHowOldItMayBe() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
        worker.apply(heroes.put(update, 1, "Grace"));
        worker.fresh(Duration.ofSeconds(90));

        assertThat(heroes.find("1")).startsWith("HIT");
        assertThat(heroes.find("99")).startsWith("BYPASS");

        assertThat(((Answer.Known) meter.answers().getFirst())
                        .proof()
                        .staleness()
                        .orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(90));
        assertThat(((Answer.Known) meter.answers().getLast()).proof().staleness())
                .hasValue(Duration.ZERO);
    }

    @Test
    void anAnswerThatIsKeptAtHandIsGivenAgainToWhoeverTakesItsAge() throws SQLException {
        worker.open();
        heroes.find("1");
        try (Lookup near = heroes.nearLookup()) {
            assertThat(find(near, Demand.NONE)).isEqualTo("HIT " + ADA);
            assertThat(find(near, Demand.NONE)).isEqualTo("NEAR " + ADA);

            Position update = worker.change("UPDATE %s SET name = 'Eve'".formatted(hero.name()));
            worker.apply(heroes.put(update, 1, "Eve"));

            assertThat(find(near, Demand.NONE)).isEqualTo("NEAR " + ADA);
            assertThat(find(near, new Demand(Optional.of(Duration.ZERO), Optional.empty(), false)))
                    .endsWith("Eve\"}")
                    .doesNotStartWith("NEAR");
            assertThat(find(near, Demand.NONE)).isEqualTo("NEAR {\"id\":1,\"name\":\"Eve\"}");
        }
    }

    private String find(Lookup lookup, Demand demand) {
        return HeroLookups.text(await(lookup.find(heroes.request("1"), demand)));
    }

    @Test
    void anotherSpellingOfAKeyIsAnotherKey() throws SQLException {
        TableName name = new TableName(hero.name().schema(), "spelt");
        stage.sql(
                "CREATE TABLE %s (name VARCHAR(50) COLLATE utf8mb4_general_ci PRIMARY KEY)".formatted(name),
                "INSERT INTO %s VALUES ('Ada')".formatted(name));
        TableSchema spelt = heroes.table(name);
        worker.open();

        assertThat(heroes.find(spelt, "ada")).isEqualTo("MISS none");
        assertThat(heroes.find(spelt, "ada")).isEqualTo("NEGATIVE none");
        assertThat(heroes.find(spelt, "Ada")).isEqualTo("MISS {\"name\":\"Ada\"}");
        assertThat(heroes.find(spelt, "Ada")).isEqualTo("HIT {\"name\":\"Ada\"}");
    }

    @Test
    void aKeyOfSeveralPartsWithAnyCharacterIsTheSameForWorkerAndReader() throws SQLException {
        TableName name = new TableName(hero.name().schema(), "parts");
        stage.sql(
                "CREATE TABLE %s (b VARCHAR(50), a INT, v INT, PRIMARY KEY (a, b))".formatted(name),
                "INSERT INTO %s VALUES ('x,y/%% +漢?#', -1, 1)".formatted(name));
        TableSchema parts = heroes.table(name);
        String key = "-1,x%2Cy%2F%25%20%2B%E6%BC%A2%3F%23";
        worker.open();

        assertThat(heroes.find(parts, key)).isEqualTo("MISS {\"b\":\"x,y/% +漢?#\",\"a\":-1,\"v\":1}");
        worker.catchUp();
        Position update = worker.change("UPDATE %s SET v = 2".formatted(name));
        List<Object> row = List.of("x,y/% +漢?#", -1L, 2L);
        Document document = new DocumentEncoder().encode(parts, row);
        worker.apply(new Mutation.Put(RowKey.of(parts, List.of(-1L, "x,y/% +漢?#")), update, 1, document));

        assertThat(heroes.find(parts, key)).isEqualTo("HIT {\"b\":\"x,y/% +漢?#\",\"a\":-1,\"v\":2}");
    }
}
