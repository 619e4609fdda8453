package dev.lockstep.reader.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of an API key. Keys are long and random, so there is nothing to be gained by a slow hash. Two are compared in a time
 * that does not depend on how much of them is equal.
 */
final class KeyHash {

    private static final String ALGORITHM = "SHA-256";

    /** What somebody who has no key might send. */
    static final KeyHash OF_NOTHING = of("");

    private final byte[] bytes;

    private KeyHash(byte[] bytes) {
        this.bytes = bytes;
    }

    static KeyHash of(String key) {
        try {
            return new KeyHash(MessageDigest.getInstance(ALGORITHM).digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** From 64 hexadecimal digits. */
    static KeyHash parse(String hex) {
        return new KeyHash(HexFormat.of().parseHex(hex));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The first four bytes: a hash is as good as another one. */
    @Override
    public int hashCode() {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }
}
