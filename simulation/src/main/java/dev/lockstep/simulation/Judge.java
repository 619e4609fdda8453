package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.model.Contents;
import dev.lockstep.simulation.model.Entry;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Looks at Redis after every step with eyes that nobody in the protocol has: it knows which state of which row an entry is.
 *
 * <p>What may be excused is told to it by those who do it: an entry that Redis forgets (evicted, or lost with a failover)
 * may come back older, but never older than the watermark says, nor than the proof of freshness.
 */
final class Judge {

    private static final int NOTHING = -1;
    private static final Contents UNSEEN = Contents.empty(0);

    private final World world;
    private final int[] shown;
    private final List<Contents> looked;
    private boolean redisHasLost;
    private boolean sourceHasGaps;

    Judge(World world) {
        this.world = world;
        this.shown = new int[world.keys()];
        Arrays.fill(shown, NOTHING);
        this.looked = new ArrayList<>(Collections.nCopies(world.partitions().size(), UNSEEN));
    }

    /** An entry was evicted or has expired. */
    void forgot(int key) {
        shown[key] = NOTHING;
    }

    /** A partition holds what it held some writes ago, or nothing. */
    void fellBack(int partition) {
        redisHasLost = true;
        for (int key = partition; key < world.keys(); key += world.partitions().size()) {
            Entry.Row row = world.of(key).counting(key);
            shown[key] = row == null ? NOTHING : row.version();
        }
    }

    /** Transactions are no longer on any writer. */
    void sourceHasLost() {
        Collections.fill(looked, UNSEEN);
        for (int key = 0; key < shown.length; key++) {
            if (shown[key] != NOTHING) {
                shown[key] = world.source().history().surviving(key, shown[key]);
            }
        }
    }

    /** The writer's binlog may lack something from now on. */
    void sourceHasGaps() {
        sourceHasGaps = true;
    }

    /** Continuity was given up, though both sides had all that they had said. */
    void begunAnewWithoutReason() {
        if (!redisHasLost && !sourceHasGaps) {
            throw new BrokenPromise("continuity: everything is filled anew for no reason");
        }
    }

    /**
     * Continuity was given up because Redis had lost something. What was applied before it was visible may then be filled
     * as it is visible.
     */
    void begunAnew(int partition) {
        if (redisHasLost) {
            for (int key = partition;
                    key < world.keys();
                    key += world.partitions().size()) {
                shown[key] = Math.min(shown[key], world.source().current().select(key));
            }
        }
    }

    /** Nobody but the run that has opened a partition last may change it. */
    void changed(Partition partition, String by) {
        Mark mark = partition.mark();
        if (mark != null && !mark.watermark().owner().equals(by)) {
            throw new BrokenPromise("fenced: %s has changed what %s has opened"
                    .formatted(by, mark.watermark().owner()));
        }
    }

    /** Looks at everything that may have changed. */
    void look() {
        for (int i = 0; i < looked.size(); i++) {
            Partition partition = world.partitions().get(i);
            if (!partition.contents().equals(looked.get(i))) {
                look(i, partition);
                looked.set(i, partition.contents());
            }
        }
    }

    private void look(int number, Partition partition) {
        for (int key = number; key < shown.length; key += looked.size()) {
            Entry.Row row = partition.counting(key);
            Mark mark = partition.mark();
            if (row != null && mark != null) {
                look(key, row.version(), mark);
                shown[key] = world.source().history().surviving(key, row.version());
            }
        }
    }

    /** At the end, when nothing is under way: every entry is the row. */
    void compare() {
        for (int key = 0; key < shown.length; key++) {
            Entry.Row row = world.of(key).counting(key);
            int truth = world.source().current().select(key);
            if (row != null && row.version() != truth) {
                throw new BrokenPromise(
                        "convergence: k%d is v%d (the source has v%d)".formatted(key, row.version(), truth));
            }
        }
    }

    private void look(int key, int version, Mark mark) {
        History history = world.source().history();
        if (version < shown[key]) {
            throw new BrokenPromise("back in time: k%d is v%d, was v%d".formatted(key, version, shown[key]));
        }
        if (history.isLost(version)
                && mark.watermark().server().equals(world.source().current().name())) {
            throw new BrokenPromise("k%d is v%d, which the source has lost".formatted(key, version));
        }
        int applied = applied(key, mark.progress());
        if (version < applied) {
            throw new BrokenPromise(
                    "watermark ahead: k%d is v%d, the watermark says v%d".formatted(key, version, applied));
        }
        int fresh = mark.asOf() < 0 ? 0 : history.acknowledgedBefore(key, mark.asOf());
        if (version < fresh) {
            throw new BrokenPromise(
                    "asOf %d: k%d is v%d, v%d was acknowledged before".formatted(mark.asOf(), key, version, fresh));
        }
    }

    private int applied(int key, Progress progress) {
        long whole = Gtids.parse(progress.offset());
        long half = Gtids.parse(progress.gtids()) & ~whole;
        long ordinal = progress.position().ordinal();
        return world.source().history().after(key, whole, half, ordinal == Position.AFTER ? Transaction.ROWS : ordinal);
    }
}
