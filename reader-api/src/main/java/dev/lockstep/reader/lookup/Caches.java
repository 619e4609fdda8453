package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.RedisCache;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A connection to Redis for each event loop that serves HTTP, so that a row which Redis has stays on one thread. */
public final class Caches implements AutoCloseable {

    private final List<RedisCache> all;

    Caches(List<RedisCache> all) {
        this.all = List.copyOf(all);
    }

    /** All or none: where one fails, those that are there already are closed. */
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

    @Override
    public void close() {
        all.forEach(RedisCache::close);
    }
}
