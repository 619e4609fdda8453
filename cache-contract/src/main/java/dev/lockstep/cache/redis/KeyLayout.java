package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.RowKey;
import java.util.zip.CRC32C;

/**
 * How rows and watermarks are called in Redis: {@code namespace:{partition}:schema.table:key}, or as is set for the table, and
 * {@code namespace:{partition}:watermark}; the stream of changes is called {@code namespace:{partition}:changes}. The braces are a hash tag, so that a partition's rows and its watermark are in one
 * slot of a Redis Cluster and one script can change them together.
 *
 * @param partitions over how many the rows are spread; worker and readers must agree
 */
public record KeyLayout(String namespace, int partitions) {

    /** Which partition a row belongs to. */
    public int partitionOf(RowKey key) {
        return partitions == 1 ? 0 : partitionOf(key.place().name());
    }

    /** What a row is called. */
    public String entry(RowKey key) {
        return prefix(partitionOf(key)) + key.place().name();
    }

    /** What a partition's watermark is called. */
    public String watermark(int partition) {
        return prefix(partition) + "watermark";
    }

    /** What the stream of a partition's changes is called. */
    public String changes(int partition) {
        return prefix(partition) + "changes";
    }

    /** What says which worker is active; in the slot of the first partition. */
    public String active() {
        return prefix(0) + "active";
    }

    byte[] entryBytes(RowKey key) {
        return entry(key).getBytes(UTF_8);
    }

    byte[] watermarkBytes(int partition) {
        return watermark(partition).getBytes(UTF_8);
    }

    byte[] changesBytes(int partition) {
        return changes(partition).getBytes(UTF_8);
    }

    private int partitionOf(String name) {
        CRC32C checksum = new CRC32C();
        checksum.update(name.getBytes(UTF_8));
        return (int) (checksum.getValue() % partitions);
    }

    private String prefix(int partition) {
        return namespace + ":{" + partition + "}:";
    }
}
