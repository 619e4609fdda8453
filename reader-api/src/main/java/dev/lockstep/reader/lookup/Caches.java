package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A connection to Redis for each event loop that serves HTTP, so that a row which Redis has stays on one thread. */
public final class Caches implements AutoCloseable {

    private final List<RedisCache> all;

    Caches(List<RedisCache> all) {
        this.all = List.copyOf(all);
    }

    /** One for each loop, or none: where one fails, those that are there already are closed. */
    public static <L> Caches connect(List<L> loops, Function<L, RedisCache> connect) {
        List<RedisCache> connected = new ArrayList<>();
        try {
            loops.forEach(loop -> connected.add(connect.apply(loop)));
            return new Caches(connected);
        } catch (RuntimeException e) {
            connected.forEach(RedisCache::close);
            throw e;
        }
    }

    /** The one that is on the calling thread; any other one for threads that have none. */
    public RedisCache mine() {
        for (RedisCache each : all) {
            if (each.isAtHome()) {
                return each;
            }
        }
        return all.getFirst();
    }

    /** What a partition has reached: empty where one of the connections finds nothing, failed where one has no answer. */
    public CompletionStage<Optional<Watermark>> watermark(int partition) {
        return all.stream()
                .map(each -> each.watermark(partition))
                .reduce((some, next) -> some.thenCombine(next, (one, other) -> one.isEmpty() ? one : other))
                .orElseThrow();
    }

    @Override
    public void close() {
        all.forEach(RedisCache::close);
    }
}
