package dev.lockstep.reader.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The text of a set of keys with which tokens are signed (JWKS), known to be one. */
public final class KeySet {

    /** Of a text that is looked at; a key has some hundred. */
    public static final int MOST_BYTES = 1024 * 1024;

    /** A key that who checks a token shares with who signs it could be used to sign one. */
    private static final Set<KeyType> KINDS = Set.of(KeyType.RSA, KeyType.EC);

    private KeySet() {}

    /**
     * The same text.
     *
     * @throws IllegalArgumentException where it is no set of keys, or none of them is of any use
     */
    public static String fit(String text) {
        try {
            if (JWKSet.parse(text).getKeys().stream().noneMatch(key -> KINDS.contains(key.getKeyType()))) {
                throw new IllegalArgumentException("has no public key (expected: a JWKS with RSA or EC keys)");
            }
            return text;
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "is no JWKS: %s (expected: {\"keys\": [...]})".formatted(e.getMessage()), e);
        }
    }

    /**
     * The text of a file.
     *
     * @throws IOException also where it is too large
     */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("more than %d bytes".formatted(MOST_BYTES));
            }
            return new String(bytes, UTF_8);
        }
    }

    /** What is wrong with a file, one sentence each. */
    public static List<String> problems(Path file) {
        try {
            fit(read(file));
            return List.of();
        } catch (IOException e) {
            return List.of("cannot be read: %s (expected: a JWKS)".formatted(e));
        } catch (IllegalArgumentException e) {
            return List.of(Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }
}
