package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Redis holds for a row: a header of fixed width in plain characters, then the document. The header can be read in
 * {@code redis-cli}, compared by a script without parsing, and cut off by a reader without copying.
 *
 * <pre>
 *  0      kind: P present, A absent, S settling, L leased
 *  1..42  position: everything up to here is in it; S: the position until which it settles; L: the token
 * 43..64  seenUpTo, file and offset in the epoch of the position: nothing that starts at or after it is in the row;
 *         zeros where an apply wrote the entry and the position says both
 * 65..77  commit time in milliseconds since 1970; zeros where a fill wrote it
 * 78..    the document of a present row
 * </pre>
 */
public final class Entry {

    /** How many characters come before the document. */
    public static final int HEADER = 78;

    static final char PRESENT = 'P';
    static final char ABSENT = 'A';
    static final char INVALIDATE = 'X';

    /** In place of {@code seenUpTo}, where no fill wrote the entry. */
    static final String NOT_FILLED = "0".repeat(Coordinate.LENGTH);

    private static final int POSITION = 1;
    private static final int EPOCH = 10;
    private static final int SEEN = 43;
    private static final int COMMIT = 65;

    private Entry() {}

    /** A header as an apply writes it. */
    static byte[] header(char kind, String position, String seenUpTo, long commitMillis) {
        return headerText(kind, position, seenUpTo, commitMillis).getBytes(StandardCharsets.US_ASCII);
    }

    /** A present row as an apply writes it. */
    static byte[] present(String position, long commitMillis, byte[] document) {
        byte[] entry = Arrays.copyOf(header(PRESENT, position, NOT_FILLED, commitMillis), HEADER + document.length);
        System.arraycopy(document, 0, entry, HEADER, document.length);
        return entry;
    }

    static String headerText(char kind, String position, String seenUpTo, long commitMillis) {
        StringBuilder text =
                new StringBuilder(HEADER).append(kind).append(position).append(seenUpTo);
        String commit = Long.toString(Math.max(0, commitMillis));
        return text.repeat('0', HEADER - COMMIT - commit.length())
                .append(commit)
                .toString();
    }

    static String position(byte[] bytes) {
        return ascii(bytes, POSITION, SEEN - POSITION);
    }

    static long commitMillis(byte[] bytes) {
        long millis = 0;
        for (int i = COMMIT; i < HEADER; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException("no commit time: " + ascii(bytes, COMMIT, HEADER - COMMIT));
            }
            millis = millis * 10 + digit;
        }
        return millis;
    }

    /** Nothing after it is in the row. */
    static Position bound(byte[] bytes) {
        Position held = Position.parse(position(bytes));
        Position seen = Position.parse(ascii(bytes, POSITION, EPOCH)
                + ascii(bytes, SEEN, COMMIT - SEEN)
                + "0".repeat(Position.LENGTH - EPOCH - (COMMIT - SEEN)));
        return seen.compareTo(held) > 0 ? seen : held;
    }

    /** Whether its position is below a fence; an empty one is none. */
    static boolean isBelow(byte[] bytes, byte[] fence) {
        return fence.length > 0 && Arrays.compare(bytes, POSITION, SEEN, fence, 0, fence.length) < 0;
    }

    /** Whether its position is of the same epoch as another. */
    static boolean isOfEpoch(byte[] bytes, byte[] position) {
        return Arrays.equals(bytes, POSITION, POSITION + EPOCH, position, 0, EPOCH);
    }

    /** Whether something may be in the row that lies behind a position. */
    static boolean isBeyond(byte[] bytes, String position) {
        return isBeyond(bytes, POSITION, position, 0, Position.LENGTH)
                || (isBeyond(bytes, SEEN, position, EPOCH, COMMIT - SEEN)
                        && ascii(bytes, POSITION, EPOCH).compareTo(position.substring(0, EPOCH)) >= 0);
    }

    private static boolean isBeyond(byte[] bytes, int from, String text, int at, int length) {
        for (int i = 0; i < length; i++) {
            int difference = bytes[from + i] - text.charAt(at + i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return false;
    }

    /** The document, sharing the array. */
    static ByteBuffer document(byte[] bytes) {
        return ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER);
    }

    private static String ascii(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }
}
