package dev.lockstep.reader.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * A strong entity tag: the same for the same bytes, wherever they came from. A position could not be one: two fills may have
 * read different rows at one position.
 */
final class EntityTag {

    private static final HexFormat HEX = HexFormat.of();

    private EntityTag() {}

    static String of(ByteBuffer document) {
        long[] hash = MurmurHash3.hash128x64(
                document.array(), document.arrayOffset() + document.position(), document.remaining(), 0);
        return "\"" + HEX.toHexDigits(hash[0]) + HEX.toHexDigits(hash[1]) + "\"";
    }

    /** Whether the client has it already (RFC 9110, section 13.1.2). */
    static boolean matches(String tag, List<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }
}
