package dev.lockstep.worker.apply;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.change.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one partition on their way into batches. A batch expects the watermark where the one before it will have
 * left it, so several can be under way and none can overtake.
 *
 * <p>Plain and not thread safe.
 */
final class Lane {

    private final int partition;
    private final int batchRows;
    private final int batchBytes;
    private final List<Batch> full = new ArrayList<>();

    private Position sent;
    private List<Mutation> mutations = new ArrayList<>();
    private Map<TableName, Fence> fences = new HashMap<>();
    private @Nullable Change last;
    private int bytes;

    Lane(int partition, Position reached, int batchRows, int batchBytes) {
        this.partition = partition;
        this.sent = reached;
        this.batchRows = batchRows;
        this.batchBytes = batchBytes;
    }

    /** Whether the partition has a change already; the stream may begin before what it has. */
    boolean has(Position position) {
        return position.compareTo(sent) <= 0;
    }

    /** Takes all that a change means for this partition; in two batches, the second part would look like a replay. */
    void add(List<Mutation> all, Change change) {
        mutations.addAll(all);
        all.forEach(each -> bytes += each.size());
        last = change;
        if (mutations.size() >= batchRows || bytes >= batchBytes) {
            close(change);
        }
    }

    void raise(TableName table, Fence fence) {
        fences.merge(table, fence, (old, raised) -> new Fence(raised.from(), old.reshaped() || raised.reshaped()));
    }

    /** Whether anything but progress waits to be sent. */
    boolean isDirty() {
        return !mutations.isEmpty() || !fences.isEmpty();
    }

    /** The batches that are due, in order, the last of them up to {@code stream} where that is further. */
    List<Batch> take(Change stream) {
        if (isDirty() || stream.position().compareTo(sent) > 0) {
            close(stream);
        }
        List<Batch> due = List.copyOf(full);
        full.clear();
        return due;
    }

    private void close(Change change) {
        Change furthest = last != null && last.position().compareTo(change.position()) > 0 ? last : change;
        Progress to = furthest.progress();
        full.add(new Batch(partition, sent, List.copyOf(mutations), Map.copyOf(fences), to));
        sent = to.position();
        mutations = new ArrayList<>();
        fences = new HashMap<>();
        last = null;
        bytes = 0;
    }
}
