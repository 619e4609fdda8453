package dev.lockstep.simulation.model;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a partition's watermark says, also what no worker reads back. There is one table.
 *
 * @param watermark what a worker finds; its fence is the one for all tables, and its tables are empty from the statement
 *     that changed the table until the next open
 * @param tableFence entries of the table with an older position do not count; null where none was raised
 * @param asOf everything committed before this moment has been applied; {@link #UNKNOWN} where nothing was proved
 */
public record Mark(Watermark watermark, @Nullable Position tableFence, long asOf) {

    /** As a moment: not known. */
    public static final long UNKNOWN = -1;

    /** What has been applied. */
    public Progress progress() {
        return watermark.progress();
    }

    /** The last change that has been applied. */
    public Position position() {
        return watermark.progress().position();
    }

    /** Whether readers are given the entry. */
    public boolean counts(Entry.Row row) {
        return !isBelowFence(row.position())
                && (row.position().epoch() == position().epoch() || isCertain(row.bound()));
    }

    /** Whether an older epoch's entry holds nothing but what is certainly in the stream's past. */
    boolean isCertain(Position bound) {
        for (Position each : watermark.kept().certain()) {
            if (each.epoch() == bound.epoch()) {
                return bound.compareTo(each) <= 0;
            }
        }
        return false;
    }

    Mark withAsOf(long moment) {
        return new Mark(watermark, tableFence, moment);
    }

    /** After an apply. */
    Mark advanced(Applying batch) {
        Watermark old = watermark;
        Watermark next = new Watermark(
                batch.progress(),
                old.server(),
                batch.reshaped() ? Map.of() : old.tables(),
                old.owner(),
                old.kept(),
                old.fence());
        return new Mark(next, later(tableFence, batch.fence()), asOf);
    }

    /** A fence only rises. */
    static @Nullable Position later(@Nullable Position one, @Nullable Position other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Whether continuity was lost after this position. */
    boolean isBelowAll(Position position) {
        Position all = watermark.fence();
        return all != null && position.compareTo(all) < 0;
    }

    boolean isBelowFence(Position position) {
        return isBelowAll(position) || (tableFence != null && position.compareTo(tableFence) < 0);
    }
}
