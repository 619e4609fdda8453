package dev.lockstep.reader.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which row a request names, taken from the path as it was sent. A framework's path variables are decoded, and then an
 * encoded comma in a part of a key cannot be told from the comma between two parts.
 *
 * @param table decoded
 * @param by the columns of a unique key, decoded; none where it is the table's own key
 * @param key still percent-encoded
 */
record RowPath(String table, List<String> by, String key) {

    static final String PREFIX = "/v1/";
    private static final String BY = "by/";

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
            String table = decoded(rawPath.substring(PREFIX.length(), slash));
            String rest = rawPath.substring(slash + 1);
            int columnsEnd = rest.startsWith(BY) ? rest.indexOf('/', BY.length()) : -1;
            if (columnsEnd < 0) {
                return Optional.of(new RowPath(table, List.of(), rest));
            }
            List<String> by = Arrays.stream(
                            rest.substring(BY.length(), columnsEnd).split(",", -1))
                    .map(RowPath::decoded)
                    .toList();
            return Optional.of(new RowPath(table, by, rest.substring(columnsEnd + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The table of a path, of whatever is to be done with it, as it was sent; empty where it names none. */
    static String rawTable(String rawPath) {
        if (!rawPath.startsWith(PREFIX)) {
            return "";
        }
        int slash = rawPath.indexOf('/', PREFIX.length());
        if (slash >= 0) {
            return rawPath.substring(PREFIX.length(), slash);
        }
        int action = rawPath.indexOf(':', PREFIX.length());
        return rawPath.substring(PREFIX.length(), action < 0 ? rawPath.length() : action);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The table of a path that ends with what is to be done with it; empty where it does not. */
    static Optional<String> parseTable(String rawPath, String action) {
        if (!rawPath.startsWith(PREFIX) || !rawPath.endsWith(action)) {
            return Optional.empty();
        }
        String table = rawPath.substring(PREFIX.length(), rawPath.length() - action.length());
        try {
            return table.isEmpty() || table.indexOf('/') >= 0 ? Optional.empty() : Optional.of(decoded(table));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
