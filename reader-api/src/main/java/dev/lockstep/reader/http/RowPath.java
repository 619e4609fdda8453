package dev.lockstep.reader.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which row a request names, taken from the path as it was sent. A framework's path variables are decoded, and then an
 * encoded comma in a part of a key cannot be told from the comma between two parts.
 *
 * @param table decoded
 * @param key still percent-encoded
 */
record RowPath(String table, String key) {

    static final String PREFIX = "/v1/";

    /** Empty where the path names no row. */
    static Optional<RowPath> parse(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int slash = rawPath.indexOf('/', PREFIX.length());
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            String table = rawPath.substring(PREFIX.length(), slash).replace("+", "%2B");
            return Optional.of(
                    new RowPath(URLDecoder.decode(table, StandardCharsets.UTF_8), rawPath.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
