package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages. Those who have been told everything wait at the same place, so they share one: the last that was read furthest
 * on. Nothing else is remembered. Thread safe.
 */
final class Pages {

    private final Streams streams;
    private @Nullable Shared shared;

    private record Shared(ChangeId after, Tip tip, CompletableFuture<Page> page) {

        boolean isOf(ChangeId place, Tip asked) {
            return after.equals(place) && tip.equals(asked) && !page.isCompletedExceptionally();
        }

        boolean isBehind(ChangeId place, Tip asked) {
            return !tip.equals(asked) || after.compareTo(place) <= 0;
        }
    }

    Pages(Streams streams) {
        this.streams = streams;
    }

    /**
     * What is told after a place and up to the tip. Blocks.
     *
     * @throws java.util.concurrent.CompletionException where Redis does not answer
     */
    Page after(ChangeId place, Tip tip) {
        return page(place, tip).join();
    }

    /** Nobody is there any more who would share. */
    synchronized void forget() {
        shared = null;
    }

    private synchronized CompletableFuture<Page> page(ChangeId place, Tip tip) {
        Shared last = shared;
        if (last != null && last.isOf(place, tip)) {
            return last.page();
        }
        CompletableFuture<Page> page = streams.page(place, tip);
        if (last == null || last.isBehind(place, tip)) {
            shared = new Shared(place, tip, page);
        }
        return page;
    }
}
