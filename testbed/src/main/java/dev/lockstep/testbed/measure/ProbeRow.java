package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One row that is changed again and again to see when Redis shows it. What was committed before a change that Redis shows
 * has been applied too, as there is one partition. Not thread safe.
 */
final class ProbeRow {

    /** It waits this part of the time that it has waited so far, so that asking costs little and blurs less. */
    private static final int PAUSE_PART = 20;

    private static final String NAME = "Probe";

    private final Connection connection;
    private final RedisCache cache;
    private final TableSchema schema;
    private final int id;
    private final RowKey key;
    private final DocumentEncoder encoder = new DocumentEncoder();
    private int count;

    /** Columns id, name, power, xp and color, in that order, are what the table has. */
    ProbeRow(Connection connection, RedisCache cache, TableSchema schema, int id) {
        this.connection = connection;
        this.cache = cache;
        this.schema = schema;
        this.id = id;
        this.key = RowKey.of(schema, List.of((long) id));
    }

    /**
     * Commits a change and waits for it.
     *
     * @return the nanoseconds from the return of the commit until Redis had shown it; empty where that took longer than
     *     {@code most}, or Redis did not answer
     */
    OptionalLong change(Duration most) throws SQLException {
        count++;
        ByteBuffer expected = ByteBuffer.wrap(encoder.encode(schema, List.of((long) id, NAME, "", (long) count, ""))
                .bytes());
        commit();
        long committed = System.nanoTime();
        while (true) {
            boolean shown = shows(expected);
            long elapsed = System.nanoTime() - committed;
            if (shown) {
                return OptionalLong.of(elapsed);
            }
            if (elapsed > most.toNanos() || Thread.currentThread().isInterrupted()) {
                return OptionalLong.empty();
            }
            LockSupport.parkNanos(elapsed / PAUSE_PART);
        }
    }

    private void commit() throws SQLException {
        String sql = "REPLACE INTO `%s`.`%s` VALUES (?, ?, '', ?, '')"
                .formatted(schema.name().schema(), schema.name().table());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            statement.setString(2, NAME);
            statement.setInt(3, count);
            statement.executeUpdate();
        }
    }

    private boolean shows(ByteBuffer expected) {
        return cache.read(key)
                .thenApply(reading -> reading.kind() == Reading.Kind.PRESENT
                        && reading.document().equals(expected))
                .exceptionally(failure -> false)
                .toCompletableFuture()
                .join();
    }
}
