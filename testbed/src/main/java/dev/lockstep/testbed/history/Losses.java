package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When Redis lost something. Cuts time into eras: two answers are comparable only where no loss may lie between the two
 * moments at which Redis read them.
 */
final class Losses {

    private final List<Loss> apart;

    Losses(List<Loss> losses) {
        List<Loss> sorted =
                losses.stream().sorted(Comparator.comparingLong(Loss::from)).toList();
        List<Loss> merged = new ArrayList<>();
        for (Loss each : sorted) {
            Loss last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && each.from() <= last.to()) {
                merged.set(merged.size() - 1, new Loss(last.why(), last.from(), Math.max(last.to(), each.to())));
            } else {
                merged.add(each);
            }
        }
        this.apart = List.copyOf(merged);
    }

    /** The losses that were surely over when something began at {@code start}. */
    int overBefore(long start) {
        int low = 0;
        int high = apart.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (apart.get(middle).to() <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The losses that may have begun when something ended at {@code end}. */
    int begunBefore(long end) {
        int low = 0;
        int high = apart.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (apart.get(middle).from() < end) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
