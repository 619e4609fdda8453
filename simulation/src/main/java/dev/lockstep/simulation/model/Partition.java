package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of Redis and the decisions of its scripts, one call at a time. Remembers what it held after each write, so
 * that it can fall back to it as a replica would that had received no more.
 *
 * <p>Not thread safe.
 */
public final class Partition {

    private final Rule rule;
    private final boolean tells;
    private final List<Contents> history = new ArrayList<>();
    private Contents now;

    /**
     * Holding nothing.
     *
     * @param tells whether there is a stream of changes
     */
    public Partition(int keys, Rule rule, boolean tells) {
        this.rule = rule;
        this.tells = tells;
        this.now = Contents.empty(keys);
        history.add(now);
    }

    public Contents contents() {
        return now;
    }

    public @Nullable Mark mark() {
        return now.mark();
    }

    /** What a reader is given that knows the table in this shape: null for nothing. */
    public @Nullable Entry read(int key, String shape) {
        Mark mark = now.mark();
        return mark != null && mark.watermark().tables().containsValue(shape) ? read(key) : null;
    }

    /** What a reader is given that takes any shape: null for nothing. */
    public @Nullable Entry read(int key) {
        Entry entry = now.entry(key);
        Mark mark = now.mark();
        if (mark == null
                || mark.watermark().tables().isEmpty()
                || (entry instanceof Entry.Row row && !counts(mark, row))) {
            return null;
        }
        return entry;
    }

    /** The row that counts for a key, if there is one. */
    public Entry.@Nullable Row counting(int key) {
        return read(key) instanceof Entry.Row row ? row : null;
    }

    /** Asks for the right to fill. */
    public Leasing lease(int key, String token, String shape) {
        Mark mark = now.mark();
        if (mark == null || mark.isBelowAll(mark.position())) {
            return new Leasing.Unfit();
        }
        if (!mark.watermark().tables().containsValue(shape)) {
            return new Leasing.OtherShape();
        }
        Entry entry = now.entry(key);
        if (entry instanceof Entry.Leased) {
            return new Leasing.Taken();
        }
        if (entry instanceof Entry.Row row && counts(mark, row)) {
            return new Leasing.Found(row);
        }
        if (entry != null && isAheadOfTheStream(mark, entry)) {
            return new Leasing.Unfit();
        }
        become(now.with(key, new Entry.Leased(token)));
        return new Leasing.Granted(mark, token);
    }

    /** Stores what was read under a lease. */
    public boolean fill(int key, String token, Entry.Row row) {
        if (!holds(key, token) && !rule.has(Mistake.NO_TOKEN) && !rule.has(Mistake.FILL_WITHOUT_LEASE)) {
            return false;
        }
        become(now.with(key, row));
        return true;
    }

    /** Gives a lease back of which nothing came. */
    public boolean release(int key, String token) {
        if (!holds(key, token)) {
            return false;
        }
        become(now.with(key, null));
        return true;
    }

    /** Applies changes and moves the watermark, or does nothing. */
    public boolean apply(Applying batch) {
        Mark mark = now.mark();
        if (mark == null) {
            return false;
        }
        if (!mark.position().equals(batch.expected()) && !rule.has(Mistake.NO_WATERMARK_COMPARE)) {
            return false;
        }
        if (!mark.watermark().owner().equals(batch.owner()) && !rule.has(Mistake.NO_OWNER_COMPARE)) {
            return false;
        }
        Contents next = now;
        long epoch = batch.progress().position().epoch();
        for (Change change : batch.changes()) {
            next = next.with(change.key(), after(mark, epoch, next.entry(change.key()), change));
        }
        Mark advanced = mark.advanced(rule.has(Mistake.NO_TABLE_FENCE) ? withoutFence(batch) : batch);
        become(next.with(advanced).with(tells ? told(mark, batch) : null));
        return true;
    }

    /** A worker takes the partition. */
    public boolean open(@Nullable Position found, Watermark watermark) {
        Mark mark = now.mark();
        Position stored = mark == null ? null : mark.position();
        if (stored == null ? found != null : !stored.equals(found)) {
            return false;
        }
        Position fence = watermark.fence();
        Position tableFence = watermark.fences().values().stream().findFirst().orElse(null);
        Contents next = now.with(tells ? opened(watermark, fence != null || mark == null) : null);
        if (fence != null || mark == null) {
            become(next.with(new Mark(watermark, tableFence, Mark.UNKNOWN)));
            return true;
        }
        Watermark kept = new Watermark(
                watermark.progress(),
                watermark.server(),
                Map.copyOf(watermark.tables()),
                watermark.owner(),
                watermark.kept(),
                mark.watermark().fence());
        become(next.with(new Mark(kept, Mark.later(mark.tableFence(), tableFence), mark.asOf())));
        return true;
    }

    /** Notes that everything committed before a moment has been applied. */
    public boolean fresh(Position reached, long asOf, String owner) {
        Mark mark = now.mark();
        if (mark == null || mark.position().compareTo(reached) < 0) {
            return false;
        }
        if (!mark.watermark().owner().equals(owner) && !rule.has(Mistake.NO_OWNER_COMPARE)) {
            return false;
        }
        if (mark.asOf() < asOf) {
            become(now.with(mark.withAsOf(asOf)));
        }
        return true;
    }

    /** The source cannot be followed: whoever opened the partition gives it up. */
    public boolean abandon(String owner) {
        Mark mark = now.mark();
        if (mark == null || !mark.watermark().owner().equals(owner)) {
            return false;
        }
        become(now.with((Mark) null));
        return true;
    }

    /** Removes an entry that does not count and never will. */
    public boolean sweep(int key) {
        Mark mark = now.mark();
        Entry entry = now.entry(key);
        boolean goes = switch (entry) {
            case null -> false;
            case Entry.Leased leased -> false;
            case Entry.Row row -> mark != null && !counts(mark, row) && isPast(mark, row.bound());
            case Entry.Settling settling -> mark != null && isPast(mark, settling.until());
        };
        if (goes) {
            become(now.with(key, null));
        }
        return goes;
    }

    /** The entry is evicted or its time is over. */
    public void evict(int key) {
        become(now.with(key, null));
    }

    /** The watermark is evicted; the rows stay. */
    public void evictMark() {
        become(now.with((Mark) null));
    }

    /** The stream of changes is gone. */
    public void evictTale() {
        become(now.with((Tale) null));
    }

    /** Everything is gone. */
    public void flush() {
        become(Contents.empty(now.keys()));
    }

    /** A replica takes over that lacks the last {@code writes}. */
    public void fallBack(int writes) {
        int at = Math.max(0, history.size() - 1 - writes);
        now = history.get(at);
        history.subList(at + 1, history.size()).clear();
    }

    /** The stream after a batch: every change in its place, but what would not count is not told as a row. */
    private @Nullable Tale told(Mark mark, Applying batch) {
        List<Told> told = new ArrayList<>();
        for (Change change : batch.changes()) {
            boolean deleted = change.kind() == Change.Kind.DELETED;
            Told.Kind kind = change.kind() == Change.Kind.UNCLEAR || mark.isBelowFence(change.position())
                    ? Told.Kind.ASK
                    : deleted ? Told.Kind.GONE : Told.Kind.ROW;
            ChangeId id = new ChangeId(change.position(), deleted ? ChangeId.GONE : ChangeId.THERE);
            told.add(new Told(id, kind, change.key(), change.version()));
        }
        Position fence = batch.fence();
        if (fence != null) {
            told.add(Told.cleared(ChangeId.after(fence)));
        }
        told.sort(Comparator.comparing(Told::id));
        Tale tale = now.tale();
        for (Told each : told) {
            tale = (tale == null ? Tale.begin(new ChangeId(batch.expected(), ChangeId.LAST)) : tale).plus(each);
        }
        return tale;
    }

    /** The stream after an open: a new beginning is told, and a cleared table, at the first place that is left. */
    private @Nullable Tale opened(Watermark watermark, boolean anew) {
        Tale tale = now.tale();
        Position position = watermark.progress().position();
        if (tale == null) {
            return Tale.begin(new ChangeId(position, ChangeId.OPENED));
        }
        if (!anew && watermark.fences().isEmpty()) {
            return tale;
        }
        for (int turn = ChangeId.OPENED; turn <= ChangeId.LAST; turn++) {
            ChangeId id = new ChangeId(position, turn);
            Tale longer = tale.plus(anew ? Told.reset(id) : Told.cleared(id));
            if (!longer.equals(tale)) {
                return longer;
            }
        }
        return Tale.begin(new ChangeId(position, ChangeId.LAST));
    }

    private @Nullable Entry after(Mark mark, long epoch, @Nullable Entry found, Change change) {
        Position held = switch (found) {
            case null -> null;
            case Entry.Leased leased -> null;
            case Entry.Row row -> row.position();
            case Entry.Settling settling -> settling.until();
        };
        if (held == null) {
            return rule.has(Mistake.DOUBT_FORGOTTEN) ? written(change) : unlessInDoubt(mark, change);
        }
        Position position = change.position();
        if (position.compareTo(held) <= 0) {
            return rule.has(Mistake.NO_SKIP) ? written(change) : found;
        }
        Position bound = found instanceof Entry.Row row ? row.bound() : held;
        if (held.epoch() != epoch) {
            boolean overwritten = mark.isCertain(bound) || rule.has(Mistake.DOUBTFUL_OVERWRITTEN);
            return overwritten ? written(change) : unlessInDoubt(mark, change);
        }
        return position.compareTo(bound) <= 0 && !rule.has(Mistake.NO_SETTLING)
                ? new Entry.Settling(bound)
                : written(change);
    }

    /** After a switch changes come again that may be older than what stood here, or may have stood here. */
    private static @Nullable Entry unlessInDoubt(Mark mark, Change change) {
        Position doubtUntil = mark.watermark().kept().doubtUntil();
        return doubtUntil != null && change.position().compareTo(doubtUntil) <= 0
                ? new Entry.Settling(doubtUntil)
                : written(change);
    }

    private static @Nullable Entry written(Change change) {
        return switch (change.kind()) {
            case WRITTEN -> new Entry.Row(change.position(), null, true, change.version());
            case DELETED -> new Entry.Row(change.position(), null, false, change.version());
            case UNCLEAR -> null;
        };
    }

    /** Whether changes are still to come that may be older than what an entry had that does not count. */
    private boolean isAheadOfTheStream(Mark mark, Entry entry) {
        Position bound = switch (entry) {
            case Entry.Leased leased -> null;
            case Entry.Row row -> rule.has(Mistake.CLEARED_LEASED_AT_ONCE) ? null : row.bound();
            case Entry.Settling settling -> rule.has(Mistake.SETTLING_LEASED) ? null : settling.until();
        };
        return bound != null
                && bound.epoch() == mark.position().epoch()
                && mark.position().compareTo(bound) < 0;
    }

    /** Whether no change is still to come that the entry may have in it. */
    private boolean isPast(Mark mark, Position bound) {
        long epoch = mark.position().epoch();
        return bound.epoch() < epoch
                || (bound.epoch() == epoch
                        && (mark.position().compareTo(bound) >= 0 || rule.has(Mistake.SWEPT_TOO_EARLY)));
    }

    private boolean counts(Mark mark, Entry.Row row) {
        if (mark.watermark().tables().isEmpty()) {
            return false;
        }
        return rule.has(Mistake.OLD_EPOCHS_COUNT) ? !mark.isBelowFence(row.position()) : mark.counts(row);
    }

    private static Applying withoutFence(Applying batch) {
        return new Applying(batch.expected(), batch.changes(), null, batch.reshaped(), batch.progress(), batch.owner());
    }

    private boolean holds(int key, String token) {
        return now.entry(key) instanceof Entry.Leased leased && leased.token().equals(token);
    }

    private void become(Contents next) {
        now = next;
        history.add(next);
    }
}
