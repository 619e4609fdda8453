package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.cache.table.RowKey;
import java.util.zip.CRC32C;

/**
 * How rows and watermarks are called in Redis: {@code namespace:{partition}:schema.table:key} and {@code
 * namespace:{partition}:watermark}. The braces are a hash tag, so that a partition's rows and its watermark are in one
 * slot of a Redis Cluster and one script can change them together.
 *
 * @param partitions over how many the rows are spread; worker and readers must agree
 */
public record KeyLayout(String namespace, int partitions) {

    /** Which partition a row belongs to. */
    public int partitionOf(RowKey key) {
        if (partitions == 1) {
            return 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update((key.table() + ":" + key.text()).getBytes(UTF_8));
        return (int) (checksum.getValue() % partitions);
    }

    /** What a row is called. */
    public String entry(RowKey key) {
        return prefix(partitionOf(key)) + key.table() + ":" + key.text();
    }

    /** What a partition's watermark is called. */
    public String watermark(int partition) {
        return prefix(partition) + "watermark";
    }

    byte[] entryBytes(RowKey key) {
        return entry(key).getBytes(UTF_8);
    }

    byte[] watermarkBytes(int partition) {
        return watermark(partition).getBytes(UTF_8);
    }

    private String prefix(int partition) {
        return namespace + ":{" + partition + "}:";
    }
}
