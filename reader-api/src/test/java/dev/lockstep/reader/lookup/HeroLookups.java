package dev.lockstep.reader.lookup;

import static dev.lockstep.reader.stage.PlayedWorker.await;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.source.Catalogue;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.source.RowSource;
import dev.lockstep.reader.stage.CountingMeter;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A table of heroes with one row in it, looked up through a real Redis that a played worker keeps. */
final class HeroLookups implements AutoCloseable {

    static final Duration MOST_LAG = Duration.ofSeconds(5);

    private final CountingMeter meter = new CountingMeter();
    private final RedisCache cache;
    private final Database database;
    private final RowSource rows;
    private final PlayedWorker worker;
    private final TableSchema hero;

    HeroLookups(Stage stage) throws SQLException {
        String schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "INSERT INTO %s.hero VALUES (1, 'Ada')".formatted(schema));
        cache = connect(stage, schema, 1);
        database = Database.at(new Database.Address(
                stage.mysql().host(),
                stage.mysql().port(),
                stage.mysql().user(),
                stage.mysql().password(),
                "disabled",
                4,
                Duration.ofSeconds(10)));
        rows = database.rows(TableSelection.of(List.of(schema + ".*"), schema), reshaped -> {});
        worker = new PlayedWorker(stage.mysql(), cache);
        hero = table(new TableName(schema, "hero"));
    }

    /** Another connection, to which the rows are in so many partitions. */
    RedisCache connect(Stage stage, int partitions) {
        return connect(stage, hero.name().schema(), partitions);
    }

    private static RedisCache connect(Stage stage, String namespace, int partitions) {
        return RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)),
                new KeyLayout(namespace, partitions));
    }

    CountingMeter meter() {
        return meter;
    }

    RedisCache cache() {
        return cache;
    }

    Database database() {
        return database;
    }

    PlayedWorker worker() {
        return worker;
    }

    TableSchema hero() {
        return hero;
    }

    RowSource rows() {
        return rows;
    }

    /** What a lookup of a hero says, in one line; it waits for others only a moment. */
    String find(String id) {
        return find(rows, id);
    }

    String find(TableSchema table, String key) {
        try (Lookup lookup = lookup(rows, Duration.ofMillis(50))) {
            return text(await(lookup.find(RowRequest.parse(table, key), Demand.NONE)));
        }
    }

    String find(RowSource source, String id) {
        return find(source, id, Demand.NONE);
    }

    String find(String id, Demand demand) {
        return find(rows, id, demand);
    }

    private String find(RowSource source, String id, Demand demand) {
        try (Lookup lookup = lookup(source, Duration.ofMillis(50))) {
            return text(await(lookup.find(request(id), demand)));
        }
    }

    Lookup lookup(RowSource source, Duration leaseWait) {
        return lookup(source, leaseWait, 0);
    }

    /** One that keeps answers at hand for longer than any test takes. */
    Lookup nearLookup() {
        return lookup(rows, Duration.ofMillis(50), 1_000_000);
    }

    private Lookup lookup(RowSource source, Duration leaseWait, int nearBytes) {
        return lookup(() -> Optional.of(new Caches(List.of(cache))), source, leaseWait, nearBytes);
    }

    /** One that may find another Redis there each time it asks, or none. */
    Lookup lookup(Supplier<Optional<RedisCache>> redis) {
        return lookup(() -> redis.get().map(there -> new Caches(List.of(there))), rows, Duration.ofMillis(50), 0);
    }

    private Lookup lookup(Supplier<Optional<Caches>> redis, RowSource source, Duration leaseWait, int nearBytes) {
        Lookup.Limits limits = new Lookup.Limits(
                Duration.ofSeconds(30),
                leaseWait,
                Duration.ofMillis(250),
                MOST_LAG,
                Duration.ofHours(1),
                1_000_000,
                4,
                Duration.ofSeconds(10),
                1_000,
                nearBytes,
                Duration.ofHours(1));
        return new Lookup(redis, source, limits, meter);
    }

    Reading.Kind kind(String id) {
        return await(cache.read(request(id).key())).kind();
    }

    RowRequest request(String id) {
        return RowRequest.parse(hero, id);
    }

    RowRequest request(long id) {
        return request(Long.toString(id));
    }

    Mutation put(Position position, long id, String name) {
        return new Mutation.Put(request(id).key(), position, 1, document(id, name));
    }

    Document document(long id, String name) {
        return new DocumentEncoder().encode(hero, List.of(id, name));
    }

    TableSchema table(TableName name) throws SQLException {
        return new Catalogue(database, TableSelection.of(List.of(name.toString()), ""))
                .load()
                .getFirst();
    }

    /** An answer in one line. */
    static String text(Answer answer) {
        return switch (answer) {
            case Answer.Row row -> row.proof().source() + " " + StandardCharsets.UTF_8.decode(row.document());
            case Answer.Absent absent -> absent.proof().source() + " none";
            case Answer.Unavailable unavailable -> "UNAVAILABLE " + unavailable.lack();
        };
    }

    @Override
    public void close() {
        database.close();
        cache.close();
    }
}
