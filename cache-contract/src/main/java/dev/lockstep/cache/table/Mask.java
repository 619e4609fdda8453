package dev.lockstep.cache.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What of a value may be seen in Redis. NULL stays NULL. */
public sealed interface Mask {

    /** All of it. */
    Mask NONE = new Whole();

    /**
     * What becomes of a value.
     *
     * @param text as it would be seen: a text itself, anything else in JSON
     */
    String of(String text);

    /** As it is. */
    record Whole() implements Mask {
        @Override
        public String of(String text) {
            return text;
        }
    }

    /** Only that there is one. */
    record Redacted() implements Mask {
        @Override
        public String of(String text) {
            return "***";
        }
    }

    /** Its last characters; all are hidden where there are no more than that. */
    record Last(int characters) implements Mask {
        @Override
        public String of(String text) {
            int length = text.codePointCount(0, text.length());
            return length <= characters
                    ? "***"
                    : "***" + text.substring(text.offsetByCodePoints(0, length - characters));
        }
    }

    /** Equal for equal values and nothing else: HMAC-SHA-256 with a salt, in 64 hexadecimal digits. */
    record Hashed(String salt) implements Mask {

        private static final String ALGORITHM = "HmacSHA256";

        @Override
        public String of(String text) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(salt.getBytes(UTF_8), ALGORITHM));
                return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, e);
            }
        }

        /** Another one for another salt, without showing it. */
        @Override
        public String toString() {
            return "Hashed[%s]".formatted(salt.isEmpty() ? "" : of(""));
        }
    }
}
