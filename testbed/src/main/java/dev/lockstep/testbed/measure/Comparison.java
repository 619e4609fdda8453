package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Redis would answer for every row, beside the table, byte by byte. A row that is not cached is no difference: a reader
 * would load it.
 *
 * @param rows in the table
 * @param equal rows that Redis has exactly so
 * @param notCached rows for which Redis has nothing that counts
 * @param absent keys that Redis rightly knows to have no row
 * @param differences everything else
 */
public record Comparison(int rows, int equal, int notCached, int absent, List<Difference> differences) {

    public Comparison {
        differences = List.copyOf(differences);
    }

    /** Whether there was something to compare, and nothing differed. */
    public boolean holds() {
        return equal > 0 && differences.isEmpty();
    }

    /** Of both together. */
    public Comparison plus(Comparison other) {
        List<Difference> all = new ArrayList<>(differences);
        all.addAll(other.differences);
        return new Comparison(
                rows + other.rows, equal + other.equal, notCached + other.notCached, absent + other.absent, all);
    }

    /** As below, on a single Redis. */
    public static Comparison of(TableRows table, Connection connection, RedisCache cache, URI redis)
            throws SQLException {
        return of(table, connection, cache, List.of(redis));
    }

    /**
     * Compares; means something only while nobody writes and the worker has caught up.
     *
     * @param redis one address for a single Redis, several for a cluster
     */
    public static Comparison of(TableRows table, Connection connection, RedisCache cache, List<URI> redis)
            throws SQLException {
        Map<RowKey, Document> rows = table.read(connection);
        Map<String, RowKey> keys = new HashMap<>();
        CachedKeys.find(redis, cache.layout(), table.schema())
                .forEach(key -> keys.put(key.place().name(), key));
        rows.keySet().forEach(key -> keys.put(key.place().name(), key));
        Count count = new Count();
        for (RowKey key : keys.values()) {
            Reading reading = cache.read(key).toCompletableFuture().join();
            count.add(key, Optional.ofNullable(rows.get(key)), reading);
        }
        return new Comparison(rows.size(), count.equal, count.notCached, count.absent, count.differences);
    }

    private static final class Count {

        private final List<Difference> differences = new ArrayList<>();
        private int equal;
        private int notCached;
        private int absent;

        private void add(RowKey key, Optional<Document> row, Reading reading) {
            switch (reading.kind()) {
                case PRESENT -> addPresent(key, row, reading.document());
                case ABSENT ->
                    row.ifPresentOrElse(
                            document -> differences.add(new Difference.SaidToBeAbsent(key, document)), () -> absent++);
                case SETTLING, LEASED, NOTHING -> notCached += row.isPresent() ? 1 : 0;
            }
        }

        private void addPresent(RowKey key, Optional<Document> row, ByteBuffer cached) {
            if (row.isEmpty()) {
                differences.add(new Difference.SaidToBePresent(key, text(cached)));
            } else if (cached.equals(ByteBuffer.wrap(row.get().bytes()))) {
                equal++;
            } else {
                differences.add(new Difference.OtherContents(key, row.get(), text(cached)));
            }
        }

        private static String text(ByteBuffer document) {
            return StandardCharsets.UTF_8.decode(document.duplicate()).toString();
        }
    }
}
