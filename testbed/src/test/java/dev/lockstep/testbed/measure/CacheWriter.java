package dev.lockstep.testbed.measure;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.app.HeroTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes entries as a worker would, of changes that a test makes up. */
final class CacheWriter {

    private static final long EPOCH = 1;

    private final RedisCache cache;
    private Position reached = Position.startOf(EPOCH);

    CacheWriter(RedisCache cache) {
        this.cache = cache;
        Watermark watermark =
                new Watermark(new Progress(reached, "", ""), "server", Map.of(HeroTable.NAME, "shape"), "test", null);
        if (!cache.open(0, null, watermark).toCompletableFuture().join()) {
            throw new AssertionError("the partition was taken already");
        }
    }

    void put(RowKey key, Document document) {
        Position next = next();
        apply(new Mutation.Put(key, next, 0, document), next);
    }

    void remove(RowKey key) {
        Position next = next();
        apply(new Mutation.Remove(key, next, 0), next);
    }

    void invalidate(RowKey key) {
        Position next = next();
        apply(new Mutation.Invalidate(key, next), next);
    }

    private Position next() {
        return new Position(EPOCH, new Coordinate(1, reached.transaction().offset() + 1), 1);
    }

    private void apply(Mutation mutation, Position position) {
        Batch batch = new Batch(0, reached, List.of(mutation), Map.of(), new Progress(position, "", ""));
        ApplyOutcome outcome =
                cache.apply(batch, "test", Duration.ZERO).toCompletableFuture().join();
        if (!(outcome instanceof ApplyOutcome.Applied)) {
            throw new AssertionError("not applied: " + outcome);
        }
        reached = position;
    }
}
