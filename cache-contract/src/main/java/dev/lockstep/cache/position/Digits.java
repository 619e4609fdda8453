package dev.lockstep.cache.position;

/** Whole numbers as digits of a fixed width, so that text sorts as the numbers do. Makes no text of its own: it is on
 * the way of every row. */
final class Digits {

    /** The smallest number of one digit more than the index. */
    private static final long[] TENS = {
        1L,
        10L,
        100L,
        1_000L,
        10_000L,
        100_000L,
        1_000_000L,
        10_000_000L,
        100_000_000L,
        1_000_000_000L,
        10_000_000_000L,
        100_000_000_000L,
        1_000_000_000_000L
    };

    private Digits() {}

    static void append(StringBuilder text, long value, int width) {
        int digits = 1;
        while (digits < width && value >= TENS[digits]) {
            digits++;
        }
        text.repeat('0', width - digits).append(value);
    }

    static void require(String what, long value, int width) {
        if (value < 0 || value >= TENS[width]) {
            throw new IllegalArgumentException(
                    "%s: %d (expected: 0 or more, at most %d digits)".formatted(what, value, width));
        }
    }

    static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return from < to;
    }
}
