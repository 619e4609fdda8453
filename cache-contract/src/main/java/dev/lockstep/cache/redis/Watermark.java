package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been brought. It lives in the slot of the rows it speaks for and changes with them or not at
 * all, so whatever Redis forgets, it forgets of both.
 *
 * @param progress what has been applied
 * @param server the {@code @@server_uuid} whose binlog the position counts in
 * @param tables what is captured, with the fingerprint of each table's shape; positions of one set are not comparable with
 *     those of another, and nobody may fill a table in another shape
 * @param owner the run of a worker that opened the partition; nobody else may apply or prove freshness
 * @param kept which entries of older epochs still count
 * @param fence entries of any table with an older position do not count; null when none was raised
 * @param fences the same for single tables
 */
public record Watermark(
        Progress progress,
        String server,
        Map<TableName, String> tables,
        String owner,
        KeptEpochs kept,
        @Nullable Position fence,
        Map<TableName, Position> fences) {

    /** Without fences of single tables. */
    public Watermark(
            Progress progress,
            String server,
            Map<TableName, String> tables,
            String owner,
            KeptEpochs kept,
            @Nullable Position fence) {
        this(progress, server, tables, owner, kept, fence, Map.of());
    }

    /** Without older epochs that count. */
    public Watermark(
            Progress progress, String server, Map<TableName, String> tables, String owner, @Nullable Position fence) {
        this(progress, server, tables, owner, KeptEpochs.NONE, fence);
    }

    /**
     * A place that has been reached, and how to go on from it.
     *
     * @param position the last applied change; everything up to it is in Redis
     * @param offset where the capture resumes; opaque to everybody else
     * @param gtids the transactions up to and including the one {@code position} stands in, as MySQL writes a set
     */
    public record Progress(Position position, String offset, String gtids) {}
}
