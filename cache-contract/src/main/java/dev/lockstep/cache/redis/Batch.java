package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import java.util.List;
import java.util.Map;

/**
 * Changes to the rows of one partition, applied together with its watermark or not at all.
 *
 * @param expected what the watermark's position must be, else nothing changes
 * @param mutations in commit order
 * @param fences of tables that were cleared
 * @param progress what the watermark becomes
 */
public record Batch(
        int partition, Position expected, List<Mutation> mutations, Map<TableName, Fence> fences, Progress progress) {}
