package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Percent-encoding of what stands in a path or a query (RFC 3986, sections 2 and 3). */
final class Escapes {

    /** Besides letters and digits: what a path and a query may have in them as it is. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Escapes() {}

    /** Encodes a path that has been decoded; a percent sign in it is one. */
    static String ofDecoded(String path) {
        return encode(path, PLAIN, "%25", false);
    }

    /**
     * Encodes of a path what must not stand in a URI, and leaves what is encoded already. What looks like an escape and is
     * none becomes a byte that no text has, so that no key can be meant by it.
     */
    static String ofPath(String path) {
        return encode(path, PLAIN, "%FF", true);
    }

    /** The same for a query. */
    static String ofQuery(String query) {
        return encode(query, PLAIN + "?", "%25", true);
    }

    private static String encode(String text, String plain, String percent, boolean keepEscapes) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (isLetterOrDigit(c) || plain.indexOf(c) >= 0 || (keepEscapes && isEscape(bytes, i))) {
                encoded.append(c);
            } else if (c == '%') {
                encoded.append(percent);
            } else {
                encoded.append('%').append(HEX.toHexDigits(bytes[i]));
            }
        }
        return encoded.toString();
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return bytes[at] == '%'
                && at + 2 < bytes.length
                && HexFormat.isHexDigit(bytes[at + 1])
                && HexFormat.isHexDigit(bytes[at + 2]);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
