package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.ChangeId;
import java.util.List;
import java.util.Optional;

/**
 * Some of what a partition's stream of changes has, from one place on.
 *
 * @param oldest the first place that the stream still has; whatever was told before is gone. Empty where there is no stream
 * @param complete whether there was nothing more up to the place that was asked for
 * @param entries in order
 */
public record ChangePage(Optional<ChangeId> oldest, boolean complete, List<ChangeEntry> entries) {

    public ChangePage {
        entries = List.copyOf(entries);
    }
}
