package dev.lockstep.cache.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON of one row, in UTF-8. Immutable as long as nobody writes to the array it was made of. */
public final class Document {

    private final byte[] bytes;

    Document(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document that && Arrays.equals(bytes, that.bytes);
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
