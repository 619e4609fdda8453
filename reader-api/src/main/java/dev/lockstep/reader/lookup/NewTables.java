package dev.lockstep.reader.lookup;

import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.source.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for tables that have come since the start and match a pattern of the selection; those that have gone are forgotten.
 * Thread safe.
 */
public final class NewTables {

    /** Who asks for tables that do not exist must not put a load on the database. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Catalogue catalogue;
    private final Consumer<List<TableSchema>> found;
    private @Nullable CompletableFuture<Void> looking;
    private long begun;

    /**
     * Has not looked yet.
     *
     * @param found is told of all tables of the selection, when there are others than the last time
     */
    public NewTables(Catalogue catalogue, Consumer<List<TableSchema>> found) {
        this.catalogue = catalogue;
        this.found = found;
    }

    /** Looks, unless somebody is looking or has just looked; fails where the database does not answer. Does not block. */
    public synchronized CompletionStage<Void> look() {
        CompletableFuture<Void> last = looking;
        if (!catalogue.isOpen()) {
            return CompletableFuture.completedStage(null);
        }
        if (last != null && (!last.isDone() || System.nanoTime() - begun < PAUSE.toNanos())) {
            return last;
        }
        begun = System.nanoTime();
        CompletableFuture<Void> next =
                CompletableFuture.runAsync(() -> catalogue.changed().ifPresent(found), Thread::startVirtualThread);
        looking = next;
        return next;
    }
}
