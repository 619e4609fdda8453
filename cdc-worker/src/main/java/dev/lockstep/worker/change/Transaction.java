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

    private final String resumeOffset;
    private final long commitMillis;
    private final Supplier<String> gtids;
    private @Nullable String knownGtids;

    /**
     * A transaction that has begun.
     *
     * @param resumeOffset makes the capture begin with this transaction again
     * @param commitMillis when it was committed, in milliseconds since 1970
     * @param gtids the transactions up to and including this one; asked at most once, as it is long to write
     */
    public Transaction(String resumeOffset, long commitMillis, Supplier<String> gtids) {
        this.resumeOffset = resumeOffset;
        this.commitMillis = commitMillis;
        this.gtids = gtids;
    }

    public long commitMillis() {
        return commitMillis;
    }

    /** What has been reached with a row of this transaction: its rest is still to come. */
    public Progress progressAt(Position position) {
        String known = knownGtids;
        if (known == null) {
            known = gtids.get();
            knownGtids = known;
        }
        return new Progress(position, resumeOffset, known);
    }
}
