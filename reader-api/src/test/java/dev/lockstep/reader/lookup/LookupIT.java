package dev.lockstep.reader.lookup;

import static dev.lockstep.reader.stage.PlayedWorker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.LookupMeter.FillOutcome;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The fill protocol on a real MySQL and a real Redis; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
final class LookupIT {

    private static final String ADA = "{\"id\":1,\"name\":\"Ada\"}";
    private static final String NOBODYS_GTID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:1-3";
    private static final Duration MOST_LAG = Duration.ofSeconds(5);

    private final Stage stage;
    private final CountingMeter meter = new CountingMeter();
    private final RedisCache cache;
    private final Database database;
    private final PlayedWorker worker;
    private final TableSchema hero;

    LookupIT(Stage stage) throws SQLException {
        this.stage = stage;
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada')".formatted(schema));
        cache = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(schema, 1));
        database = Database.at(new Database.Address(
                stage.mysql().host(),
                stage.mysql().port(),
                stage.mysql().user(),
                stage.mysql().password(),
                "disabled",
                4,
                Duration.ofSeconds(10)));
        worker = new PlayedWorker(stage.mysql(), cache);
        hero = table(new TableName(schema, "hero"));
    }

    @AfterEach
    void close() {
        database.close();
        cache.close();
    }

    @Test
    void aMissFillsAndTheNextReadIsAHit() throws SQLException {
        worker.open();

        assertThat(find("1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.STORED);
        assertThat(find("1")).isEqualTo("HIT " + ADA);
        assertThat(find("1")).isEqualTo("HIT " + ADA);
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void anAbsentRowIsKnownToBeAbsentUntilItIsInserted() throws SQLException {
        worker.open();

        assertThat(find("7")).isEqualTo("MISS none");
        assertThat(find("7")).isEqualTo("NEGATIVE none");
        assertThat(meter.databaseReads()).isEqualTo(1);

        Position insert = worker.change("INSERT INTO %s VALUES (7, 'Grace')".formatted(hero.name()));
        worker.apply(put(insert, 7, "Grace"));

        assertThat(find("7")).isEqualTo("HIT {\"id\":7,\"name\":\"Grace\"}");
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void aDeletedRowIsKnownToBeAbsent() throws SQLException {
        worker.open();
        Position delete = worker.change("DELETE FROM %s WHERE id = 1".formatted(hero.name()));
        worker.apply(new Mutation.Remove(request("1").key(), delete, 1));

        assertThat(find("1")).isEqualTo("NEGATIVE none");
        assertThat(meter.databaseReads()).isZero();
    }

    @Test
    void aFilledRowThatMayHoldAComingChangeSettles() throws SQLException {
        worker.open();
        Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
        assertThat(find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");

        assertThat(worker.apply(put(update, 1, "Grace"))).isEqualTo(new ApplyOutcome.Applied(0, 0, 1));

        assertThat(find("1")).isEqualTo("BYPASS {\"id\":1,\"name\":\"Grace\"}");
        assertThat(meter.doubts()).containsExactly(Doubt.UNFIT);
        assertThat(kind("1")).isEqualTo(Reading.Kind.SETTLING);

        worker.catchUp();
        assertThat(find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");
        assertThat(find("1")).isEqualTo("HIT {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void aChangeAppliedBetweenLeaseAndFillRefusesTheFill() throws SQLException {
        worker.open();
        RowSource held = after(database.rows(schema -> {}), () -> {
            Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
            worker.apply(put(update, 1, "Grace"));
        });

        assertThat(find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.REFUSED);
        assertThat(find("1")).isEqualTo("HIT {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void anInvalidationBetweenLeaseAndFillRefusesTheFill() throws SQLException {
        worker.open();
        RowSource held = after(database.rows(schema -> {}), () -> {
            Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
            worker.apply(new Mutation.Invalidate(request("1").key(), update));
        });

        assertThat(find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(meter.fills()).containsExactly(FillOutcome.REFUSED);
        assertThat(find("1")).isEqualTo("MISS {\"id\":1,\"name\":\"Grace\"}");
    }

    @Test
    void aFillBehindAFenceDoesNotCount() throws SQLException {
        worker.open();
        RowSource held = after(database.rows(schema -> {}), () -> {
            worker.change("TRUNCATE TABLE " + hero.name());
            worker.fence(hero.name());
        });

        assertThat(find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(find("1")).isEqualTo("MISS none");
        assertThat(find("1")).isEqualTo("NEGATIVE none");
    }

    @Test
    void anEntryBehindAFenceIsAMiss() throws SQLException {
        worker.open();
        assertThat(find("1")).isEqualTo("MISS " + ADA);
        worker.change("INSERT INTO %s VALUES (2, 'Bob')".formatted(hero.name()));
        worker.fence(hero.name());

        assertThat(find("1")).isEqualTo("MISS " + ADA);
        assertThat(find("1")).isEqualTo("HIT " + ADA);
    }

    @Test
    void whatSomebodyElseFillsInTimeIsAHit() throws SQLException {
        worker.open();
        LeaseOutcome.Granted theirs = (LeaseOutcome.Granted) await(
                cache.lease(request("1").key(), request("1").schema().fingerprint(), "theirs", Duration.ofSeconds(10)));
        try (Lookup lookup = lookup(database.rows(schema -> {}), Duration.ofSeconds(10))) {
            CompletableFuture<Answer> ours = lookup.find(request("1")).toCompletableFuture();
            Filling filling = new Filling(
                    request("1").key(), theirs, theirs.watermark().transaction(), Optional.of(document(1, "Ada")));
            assertThat(await(cache.fill(filling, Duration.ZERO))).isTrue();

            assertThat(text(await(ours))).isEqualTo("HIT " + ADA);
        }
        assertThat(meter.databaseReads()).isZero();
    }

    @Test
    void whatSomebodyElseDoesNotFillInTimeComesFromTheDatabase() throws SQLException {
        worker.open();
        await(cache.lease(request("1").key(), request("1").schema().fingerprint(), "theirs", Duration.ofSeconds(10)));

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.TAKEN);
        assertThat(meter.fills()).isEmpty();
    }

    @Test
    void manyReadersOfOneMissReadTheDatabaseOnce() throws SQLException {
        worker.open();
        try (Lookup lookup = lookup(database.rows(schema -> {}), Duration.ofSeconds(10))) {
            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> lookup.find(request("1")).toCompletableFuture())
                    .limit(50)
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(text(await(answer))).endsWith(ADA));
        }
        assertThat(meter.databaseReads()).isEqualTo(1);
    }

    @Test
    void whatCannotAllBeSeenIsNotFilled() throws SQLException {
        worker.open();
        worker.claim(worker.executed() + "," + NOBODYS_GTID);

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOT_VISIBLE);
        assertThat(meter.fills()).isEmpty();
        assertThat(kind("1")).isEqualTo(Reading.Kind.LEASED);
    }

    @Test
    void aSetThatTheServerCannotReadIsNotFilled() throws SQLException {
        worker.open();
        worker.claim("not a set");

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOT_VISIBLE);
    }

    @Test
    void anEmptySetProvesNothing() throws SQLException {
        worker.open();
        worker.claim("");

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.NOTHING_TO_CHECK);
    }

    @Test
    void aWatermarkOfAnotherServerIsNotFilledUnder() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        worker.fresh(Duration.ZERO);

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.OTHER_SERVER);
        assertThat(meter.fills()).isEmpty();
    }

    @Test
    void withoutAWatermarkNothingIsFilled() throws SQLException {
        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(kind("1")).isEqualTo(Reading.Kind.NOTHING);
    }

    @Test
    void whereTheLagIsUnknownRowsAreReadButNotFilled() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        Position update = worker.change("INSERT INTO %s VALUES (2, 'Bob')".formatted(hero.name()));
        worker.apply(put(update, 2, "Bob"));

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(kind("1")).isEqualTo(Reading.Kind.NOTHING);
        assertThat(find("2")).isEqualTo("HIT {\"id\":2,\"name\":\"Bob\"}");
        assertThat(((Answer.Known) meter.answers().getLast()).staleness()).isEmpty();
    }

    @Test
    void whereTheWorkerIsFarBehindNothingIsFilled() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        worker.fresh(MOST_LAG.plusSeconds(60));

        assertThat(find("1")).isEqualTo("BYPASS " + ADA);
        assertThat(meter.doubts()).containsExactly(Doubt.WORKER_BEHIND);
        assertThat(kind("1")).isEqualTo(Reading.Kind.NOTHING);
    }

    @Test
    void anAnswerSaysHowOldItMayBe() throws SQLException {
        worker.openAs("11111111-2222-3333-4444-555555555555", worker.executed());
        Position update = worker.change("UPDATE %s SET name = 'Grace'".formatted(hero.name()));
        worker.apply(put(update, 1, "Grace"));
        worker.fresh(Duration.ofSeconds(90));

        assertThat(find("1")).startsWith("HIT");
        assertThat(find("99")).startsWith("BYPASS");

        assertThat(((Answer.Known) meter.answers().getFirst()).staleness().orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(90));
        assertThat(((Answer.Known) meter.answers().getLast()).staleness()).hasValue(Duration.ZERO);
    }

    @Test
    void aRowIsFilledInTheShapeThatItsTableHasNow() throws SQLException {
        String powerful = "{\"id\":1,\"name\":\"Ada\",\"power\":5}";
        List<TableSchema> told = new ArrayList<>();
        RowSource rows = database.rows(told::add);
        worker.open();
        assertThat(find(rows, "1")).isEqualTo("MISS " + ADA);

        worker.change("ALTER TABLE %s ADD COLUMN power INT DEFAULT 5".formatted(hero.name()));
        worker.reshaped(hero.name());
        assertThat(find(rows, "1")).isEqualTo("BYPASS " + powerful);
        worker.reopen();
        assertThat(find(rows, "1")).isEqualTo("BYPASS " + powerful);
        assertThat(meter.doubts()).containsExactly(Doubt.OTHER_SHAPE, Doubt.OTHER_SHAPE);

        TableSchema now = table(hero.name());
        assertThat(told).containsOnly(now);
        assertThat(find(now, "1")).isEqualTo("MISS " + powerful);
        assertThat(find(now, "1")).isEqualTo("HIT " + powerful);
    }

    @Test
    void aRowFilledInAShapeThatHasJustPassedDoesNotCount() throws SQLException {
        worker.open();
        RowSource held = after(database.rows(schema -> {}), () -> {
            worker.change("ALTER TABLE %s DROP COLUMN name".formatted(hero.name()));
            worker.reshaped(hero.name());
            worker.reopen();
        });

        assertThat(find(held, "1")).isEqualTo("MISS " + ADA);
        assertThat(find(table(hero.name()), "1")).isEqualTo("MISS {\"id\":1}");
    }

    @Test
    void aTableWithAnotherKeyIsNotReadByTheOldOne() throws SQLException {
        worker.open();
        worker.change("ALTER TABLE %s DROP PRIMARY KEY, ADD PRIMARY KEY (name)".formatted(hero.name()));
        worker.reshaped(hero.name());
        worker.reopen();

        assertThat(find("1")).isEqualTo("UNAVAILABLE DATABASE");
        assertThat(find(table(hero.name()), "Ada")).isEqualTo("MISS " + ADA);
    }

    @Test
    void anotherSpellingOfAKeyIsAnotherKey() throws SQLException {
        TableName name = new TableName(hero.name().schema(), "spelt");
        stage.sql(
                "CREATE TABLE %s (name VARCHAR(50) COLLATE utf8mb4_general_ci PRIMARY KEY)".formatted(name),
                "INSERT INTO %s VALUES ('Ada')".formatted(name));
        TableSchema spelt = table(name);
        worker.open();

        assertThat(find(spelt, "ada")).isEqualTo("MISS none");
        assertThat(find(spelt, "ada")).isEqualTo("NEGATIVE none");
        assertThat(find(spelt, "Ada")).isEqualTo("MISS {\"name\":\"Ada\"}");
        assertThat(find(spelt, "Ada")).isEqualTo("HIT {\"name\":\"Ada\"}");
    }

    @Test
    void aKeyOfSeveralPartsWithAnyCharacterIsTheSameForWorkerAndReader() throws SQLException {
        TableName name = new TableName(hero.name().schema(), "parts");
        stage.sql(
                "CREATE TABLE %s (b VARCHAR(50), a INT, v INT, PRIMARY KEY (a, b))".formatted(name),
                "INSERT INTO %s VALUES ('x,y/%% +漢?#', -1, 1)".formatted(name));
        TableSchema parts = table(name);
        String key = "-1,x%2Cy%2F%25%20%2B%E6%BC%A2%3F%23";
        worker.open();

        assertThat(find(parts, key)).isEqualTo("MISS {\"b\":\"x,y/% +漢?#\",\"a\":-1,\"v\":1}");
        worker.catchUp();
        Position update = worker.change("UPDATE %s SET v = 2".formatted(name));
        List<Object> row = List.of("x,y/% +漢?#", -1L, 2L);
        Document document = new DocumentEncoder().encode(parts, row);
        worker.apply(new Mutation.Put(RowKey.of(parts, List.of(-1L, "x,y/% +漢?#")), update, 1, document));

        assertThat(find(parts, key)).isEqualTo("HIT {\"b\":\"x,y/% +漢?#\",\"a\":-1,\"v\":2}");
    }

    private String find(String id) {
        return find(database.rows(schema -> {}), id);
    }

    private String find(TableSchema table, String key) {
        try (Lookup lookup = lookup(database.rows(schema -> {}), Duration.ofMillis(50))) {
            return text(await(lookup.find(RowRequest.parse(table, key))));
        }
    }

    private String find(RowSource source, String id) {
        try (Lookup lookup = lookup(source, Duration.ofMillis(50))) {
            return text(await(lookup.find(request(id))));
        }
    }

    private Lookup lookup(RowSource source, Duration leaseWait) {
        Lookup.Limits limits = new Lookup.Limits(
                Duration.ofSeconds(30), leaseWait, MOST_LAG, Duration.ofHours(1), 4, Duration.ofSeconds(10));
        return new Lookup(() -> Optional.of(cache), source, limits, meter);
    }

    private Reading.Kind kind(String id) {
        return await(cache.read(request(id).key())).kind();
    }

    private RowRequest request(String id) {
        return RowRequest.parse(hero, id);
    }

    private Mutation put(Position position, long id, String name) {
        return new Mutation.Put(request(Long.toString(id)).key(), position, 1, document(id, name));
    }

    private Document document(long id, String name) {
        return new DocumentEncoder().encode(hero, List.of(id, name));
    }

    private TableSchema table(TableName name) throws SQLException {
        return database.load(List.of(name)).getFirst();
    }

    private static String text(Answer answer) {
        return switch (answer) {
            case Answer.Row row -> row.source() + " " + StandardCharsets.UTF_8.decode(row.document());
            case Answer.Absent absent -> absent.source() + " none";
            case Answer.Unavailable unavailable -> "UNAVAILABLE " + unavailable.lack();
        };
    }

    /** Something that happens between a read of the database and the fill. */
    private interface Meanwhile {
        void happen() throws SQLException;
    }

    /** A source that is held up after each read. */
    private static RowSource after(RowSource source, Meanwhile meanwhile) {
        return new RowSource() {
            @Override
            public Optional<SourceRow> read(RowRequest request) {
                return source.read(request);
            }

            @Override
            public Sighting see(RowRequest request, Required required) {
                Sighting sighting = source.see(request, required);
                try {
                    meanwhile.happen();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
                return sighting;
            }
        };
    }
}
