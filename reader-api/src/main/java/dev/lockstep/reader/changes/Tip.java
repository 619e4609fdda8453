package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ChangeTip;
import java.util.List;
import java.util.Optional;

/**
 * How far the streams of all partitions are together. What is told up to the least of them is told in full, so whoever has
 * been told all of that has missed nothing.
 */
record Tip(List<ChangeTip> partitions) {

    /** Redis does not say. */
    static final Tip UNKNOWN = new Tip(List.of());

    Tip {
        partitions = List.copyOf(partitions);
    }

    /** Whether it can be told from: every partition has a watermark, and none is just being opened. */
    boolean isWhole() {
        return !partitions.isEmpty()
                && partitions.stream().allMatch(each -> each.position().isPresent())
                && partitions.stream().map(ChangeTip::owner).distinct().count() == 1;
    }

    /** Whether changes are kept at all. */
    boolean isKept() {
        return partitions.stream().allMatch(ChangeTip::kept);
    }

    /** Everything that has changed up to here is told. Only of a whole one. */
    ChangeId here() {
        return ChangeId.after(reached());
    }

    /** Up to where to read: also what the workers have said here when they began. Only of a whole one. */
    ChangeId upTo() {
        return new ChangeId(reached(), ChangeId.LAST);
    }

    /**
     * Whether a place does not lead here: continuity was lost after it, or Redis has fallen back to before its epoch. Only
     * of a whole one.
     */
    boolean hasLost(ChangeId place) {
        long epoch = place.position().epoch();
        boolean lostAfter = partitions.stream()
                .map(ChangeTip::fence)
                .flatMap(Optional::stream)
                .anyMatch(fence -> epoch < fence.epoch());
        return lostAfter || epoch > reached().epoch();
    }

    private Position reached() {
        return partitions.stream()
                .flatMap(each -> each.position().stream())
                .min(Position::compareTo)
                .orElseThrow();
    }
}
