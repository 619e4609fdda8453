package dev.lockstep.reader.http;

import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.reader.lookup.Caches;
import dev.lockstep.reader.startup.Late;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Publisher;

/**
 * Ready as far as Redis goes: it answers on every connection, and a worker has put a watermark there. Without one nothing
 * in it counts, and every read would go to the database; so would every read of an event loop whose connection is not there.
 */
@Readiness
@Singleton
final class CacheIndicator implements HealthIndicator {

    /**
     * The worker opens all partitions together, so one speaks for all. Of a cluster, it is one node that is asked: where
     * another one fails over, that is no reason to take readers away that have the rest.
     */
    private static final int PARTITION = 0;

    private final Late<Caches> cache;

    CacheIndicator(Late<Caches> cache) {
        this.cache = cache;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.fromCompletableFuture(() -> ask().toCompletableFuture());
    }

    private CompletionStage<HealthResult> ask() {
        return cache.now()
                .map(redis -> redis.watermark(PARTITION)
                        .thenApply(CacheIndicator::result)
                        .exceptionally(problem -> result(HealthStatus.DOWN, "does not answer")))
                .orElseGet(() -> CompletableFuture.completedStage(result(HealthStatus.DOWN, "not connected yet")));
    }

    private static HealthResult result(Optional<Watermark> watermark) {
        return watermark
                .map(found ->
                        result(HealthStatus.UP, found.progress().position().toString()))
                .orElseGet(() -> result(HealthStatus.DOWN, "none; no worker has been here"));
    }

    private static HealthResult result(HealthStatus status, String watermark) {
        return HealthResult.builder("redis", status)
                .details(Map.of("watermark", watermark))
                .build();
    }
}
