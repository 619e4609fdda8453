package dev.lockstep.cache.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The columns of a table.
 *
 * @param columns in the table's order
 * @param key the columns of the primary key, in the key's order; at least one. Without a primary key, those of the unique
 *     key of the fewest columns, none of which can be NULL
 */
public record TableSchema(TableName name, List<Column> columns, List<Column> key) {

    private static final int FINGERPRINT_BYTES = 8;

    public TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Its shape in a few characters: two schemas have the same one only where they make the same documents and keys. */
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
