package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.redis.ChangePage;
import dev.lockstep.cache.redis.ChangeTip;
import dev.lockstep.cache.redis.RedisCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Asks all partitions at once. None of it blocks or throws; a stage fails where Redis does not answer. */
final class Streams {

    /** Entries in one page, about; Redis serves nobody else while it makes a partition's share of it. */
    private static final int ENTRIES = 256;

    /** Of many partitions, each may have so many all the same, or a busy one would be read in too many steps. */
    private static final int LEAST_ENTRIES = 16;

    /** About how many bytes of documents one page has, and at least one document of each partition. */
    private static final int BYTES = 256 * 1024;

    private final Supplier<Optional<RedisCache>> redis;

    Streams(Supplier<Optional<RedisCache>> redis) {
        this.redis = redis;
    }

    CompletableFuture<Tip> tip() {
        return this.<ChangeTip>each((cache, partition) -> cache.changeTip(partition))
                .thenApply(Tip::new);
    }

    /** What is told after a place and up to the tip. */
    CompletableFuture<Page> page(ChangeId after, Tip tip) {
        return this.<ChangePage>each((cache, partition) -> {
                    int partitions = cache.layout().partitions();
                    return cache.changes(
                            partition,
                            after,
                            tip.upTo(),
                            Math.max(LEAST_ENTRIES, ENTRIES / partitions),
                            BYTES / partitions);
                })
                .thenApply(parts -> Page.of(after, tip, parts));
    }

    private <T> CompletableFuture<List<T>> each(BiFunction<RedisCache, Integer, CompletionStage<T>> question) {
        Optional<RedisCache> cache = redis.get();
        if (cache.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalStateException("not connected to Redis yet"));
        }
        try {
            List<CompletableFuture<T>> answers = new ArrayList<>();
            for (int partition = 0; partition < cache.get().layout().partitions(); partition++) {
                answers.add(question.apply(cache.get(), partition).toCompletableFuture());
            }
            return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .thenApply(done ->
                            answers.stream().map(CompletableFuture::join).toList());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
