package dev.lockstep.cache.position;

/** Whole numbers as digits of a fixed width, so that text sorts as the numbers do. */
final class Digits {

    private Digits() {}

    static void append(StringBuilder text, long value, int width) {
        String digits = Long.toString(value);
        text.repeat('0', width - digits.length()).append(digits);
    }

    static void require(String what, long value, int width) {
        if (value < 0 || Long.toString(value).length() > width) {
            throw new IllegalArgumentException(
                    "%s: %d (expected: 0 or more, at most %d digits)".formatted(what, value, width));
        }
    }

    static boolean areDigits(String text, int from, int to) {
        return from < to && text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
