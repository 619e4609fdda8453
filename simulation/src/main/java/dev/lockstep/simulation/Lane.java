package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.model.Applying;
import dev.lockstep.simulation.model.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One partition's changes on their way into a batch; as the worker's lanes are. */
final class Lane {

    private final String owner;
    private Position sent;
    private List<Change> changes = new ArrayList<>();
    private @Nullable Position fence;

    Lane(Position reached, String owner) {
        this.sent = reached;
        this.owner = owner;
    }

    boolean has(Position position) {
        return position.compareTo(sent) <= 0;
    }

    void add(Change change) {
        changes.add(change);
    }

    void raise(Position from) {
        fence = from;
    }

    boolean isDirty() {
        return !changes.isEmpty() || fence != null;
    }

    /** What is due, if anything is. */
    @Nullable
    Applying take(Progress stream) {
        if (!isDirty() && has(stream.position())) {
            return null;
        }
        Applying batch = new Applying(sent, List.copyOf(changes), fence, false, stream, owner);
        sent = stream.position();
        changes = new ArrayList<>();
        fence = null;
        return batch;
    }
}
