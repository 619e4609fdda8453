package dev.lockstep.cache.redis;

import dev.lockstep.cache.table.TableName;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Marks for reads. On the event loop of a connection, reads share a mark as long as it has not been sent: so it is taken in
 * Redis after all of these reads were asked for, and before their entries are read. Elsewhere each read has a mark of its own.
 *
 * <p>Thread safe.
 */
final class Marks {

    private final @Nullable EventLoop loop;
    private final IntSupplier flushes;
    private final BiFunction<Integer, TableName, CompletableFuture<Mark>> ask;

    /** Only touched on the loop, as what follows. */
    private final Map<Place, CompletableFuture<Mark>> unsent = new HashMap<>();

    private int unsentSince;

    private record Place(int partition, TableName table) {}

    /**
     * For one connection.
     *
     * @param loop the connection's own; null where it has none
     * @param flushes changes whenever something is sent
     */
    Marks(@Nullable EventLoop loop, IntSupplier flushes, BiFunction<Integer, TableName, CompletableFuture<Mark>> ask) {
        this.loop = loop;
        this.flushes = flushes;
        this.ask = ask;
    }

    /** One that is sent before whatever the caller sends next on this connection. */
    CompletableFuture<Mark> of(int partition, TableName table) {
        EventLoop home = loop;
        if (home == null || !home.inEventLoop()) {
            return ask.apply(partition, table);
        }
        if (unsentSince != flushes.getAsInt()) {
            unsent.clear();
            unsentSince = flushes.getAsInt();
        }
        // One that is done without having been sent has failed.
        return unsent.compute(
                new Place(partition, table),
                (place, mark) -> mark == null || mark.isDone() ? ask.apply(partition, table) : mark);
    }
}
