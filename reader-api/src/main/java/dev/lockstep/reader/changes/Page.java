package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.redis.ChangeEntry.Kind;
import dev.lockstep.cache.redis.ChangePage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all partitions tell after a place, in one order.
 *
 * @param end the place that whoever was told all of it has come to
 * @param complete whether there was nothing more up to the tip
 * @param broken whether some of what was told after the place is kept no longer
 */
record Page(List<ChangeEntry> entries, ChangeId end, boolean complete, boolean broken) {

    Page {
        entries = List.copyOf(entries);
    }

    /**
     * From what each partition had.
     *
     * @param tip known before any of the parts was read, so that each of them has all of it or says that it has not
     */
    static Page of(ChangeId after, Tip tip, List<ChangePage> parts) {
        boolean broken = parts.stream()
                .anyMatch(each -> each.oldest().isEmpty() || each.oldest().get().compareTo(after) > 0);
        ChangeId end = parts.stream()
                .filter(each -> !each.complete())
                .map(each -> each.entries().getLast().id())
                .min(Comparator.naturalOrder())
                .orElseGet(() -> furthest(after, tip, parts));
        List<ChangeEntry> told = parts.stream()
                .flatMap(each -> each.entries().stream())
                .filter(each -> each.id().compareTo(end) <= 0)
                .sorted(Comparator.comparing(ChangeEntry::id))
                .toList();
        return new Page(once(told), end, parts.stream().allMatch(ChangePage::complete), broken);
    }

    private static ChangeId furthest(ChangeId after, Tip tip, List<ChangePage> parts) {
        return Stream.concat(
                        Stream.of(after, tip.here()),
                        parts.stream().flatMap(each -> each.entries().stream()).map(ChangeEntry::id))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What every partition tells, such as that a table was cleared, is told once. */
    private static List<ChangeEntry> once(List<ChangeEntry> sorted) {
        List<ChangeEntry> told = new ArrayList<>(sorted.size());
        for (ChangeEntry each : sorted) {
            ChangeEntry last = told.isEmpty() ? null : told.getLast();
            if (last != null && last.id().equals(each.id())) {
                told.set(told.size() - 1, both(last, each));
            } else {
                told.add(each);
            }
        }
        return told;
    }

    private static ChangeEntry both(ChangeEntry one, ChangeEntry other) {
        if (one.kind() == Kind.RESET || other.kind() == Kind.RESET) {
            return ChangeEntry.reset(one.id());
        }
        List<String> tables = Stream.concat(one.tables().stream(), other.tables().stream())
                .distinct()
                .toList();
        return new ChangeEntry(one.id(), Kind.CLEARED, tables, "", 0, ByteBuffer.allocate(0));
    }
}
