package dev.lockstep.worker.change;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the source, shared by its rows.
 *
 * <p>Not thread safe: one thread at a time asks for progress.
 */
public final class Transaction {

    private final long commitMillis;
    private final Supplier<String> resumeOffset;
    private final Supplier<String> gtids;
    private @Nullable Progress known;

    /**
     * A transaction that has begun.
     *
     * @param commitMillis when it was committed, in milliseconds since 1970
     * @param resumeOffset makes the capture begin with this transaction again; asked when it is needed, as both are long to write
     * @param gtids the transactions up to and including this one
     */
    public Transaction(long commitMillis, Supplier<String> resumeOffset, Supplier<String> gtids) {
        this.commitMillis = commitMillis;
        this.resumeOffset = resumeOffset;
        this.gtids = gtids;
    }

    public long commitMillis() {
        return commitMillis;
    }

    /** What has been reached with a row of this transaction: its rest is still to come. */
    public Progress progressAt(Position position) {
        Progress before = known;
        Progress progress = before == null
                ? new Progress(position, resumeOffset.get(), gtids.get())
                : new Progress(position, before.offset(), before.gtids());
        known = progress;
        return progress;
    }
}
