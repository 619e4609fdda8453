package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.Filling;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Reached;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.reader.source.RowRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls that a lookup makes to Redis. None blocks or throws; a stage fails where Redis does not answer, and
 * also as long as there is no connection yet.
 */
final class RowCache {

    private final Supplier<Optional<Caches>> redis;

    RowCache(Supplier<Optional<Caches>> redis) {
        this.redis = redis;
    }

    CompletionStage<Reading> read(RowRequest row) {
        return call(cache -> cache.read(row.key(), row.schema().fingerprint()));
    }

    /** What was said of the partition before is in it. */
    CompletionStage<Reading> readBeyond(RowRequest row) {
        return call(cache -> cache.readAtOnce(row.key(), row.schema().fingerprint()));
    }

    /** Of one partition; at least one. */
    CompletionStage<List<Reading>> read(List<RowRequest> rows) {
        String shape = rows.getFirst().schema().fingerprint();
        return call(cache -> cache.read(keys(rows, cache), shape));
    }

    /** Of one partition; what was said of it before is in them. */
    CompletionStage<List<Reading>> readBeyond(List<RowRequest> rows) {
        String shape = rows.getFirst().schema().fingerprint();
        return call(cache -> cache.readAtOnce(keys(rows, cache), shape));
    }

    /** Where there was no connection when they were told apart by partitions, there may be one now. */
    private static List<RowKey> keys(List<RowRequest> rows, RedisCache cache) {
        List<RowKey> keys = rows.stream().map(RowRequest::key).toList();
        if (keys.stream().map(cache.layout()::partitionOf).distinct().count() > 1) {
            throw new IllegalStateException("rows of several partitions");
        }
        return keys;
    }

    /** As long as there is no connection, any will do. */
    int partitionOf(RowRequest row) {
        return redis.get()
                .map(caches -> caches.mine().layout().partitionOf(row.key()))
                .orElse(0);
    }

    CompletionStage<Reached> reached(RowRequest row) {
        return call(cache -> cache.reached(row.key()));
    }

    CompletionStage<LeaseOutcome> lease(RowRequest row, String token, Duration life) {
        return call(cache -> cache.lease(row.key(), row.schema().fingerprint(), token, life));
    }

    CompletionStage<Boolean> fill(Filling filling, Duration timeToLive) {
        return call(cache -> cache.fill(filling, timeToLive));
    }

    CompletionStage<Boolean> release(RowKey key, LeaseOutcome.Granted lease) {
        return call(cache -> cache.release(key, lease));
    }

    private <T> CompletionStage<T> call(Function<RedisCache, CompletionStage<T>> command) {
        Optional<Caches> caches = redis.get();
        if (caches.isEmpty()) {
            return CompletableFuture.failedStage(new IllegalStateException("not connected to Redis yet"));
        }
        try {
            return command.apply(caches.get().mine());
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
