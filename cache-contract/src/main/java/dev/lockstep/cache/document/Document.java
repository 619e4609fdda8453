package dev.lockstep.cache.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON of one row, in UTF-8. Immutable as long as nobody writes to the arrays it was made of. */
public final class Document {

    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final byte[] fields;

    Document(byte[] bytes) {
        this(bytes, NONE);
    }

    Document(byte[] bytes, byte[] fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    /**
     * For a table that is kept in Redis hashes, a JSON array of names and values in turn; else empty. A value is a text as it
     * is, or anything else in JSON; a NULL is left out. The array itself, not a copy.
     */
    public byte[] fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document that && Arrays.equals(bytes, that.bytes) && Arrays.equals(fields, that.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
