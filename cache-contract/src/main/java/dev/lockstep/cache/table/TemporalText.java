package dev.lockstep.cache.table;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** ISO 8601 with as many digits of a second as the column was declared with; in documents and in keys. */
public final class TemporalText {

    private static final int MOST_DIGITS = 6;

    /** Characters, with the sign. */
    private static final int MOST_HOURS = 4;

    private TemporalText() {}

    /** Such as {@code 2026-02-28T23:59:59.123}; digits beyond {@code fraction}, 0 to 6, are cut off. */
    public static String dateTime(LocalDateTime value, int fraction) {
        StringBuilder text = new StringBuilder(26).append(value.toLocalDate()).append('T');
        appendTime(text, value.getHour(), value.getMinute(), value.getSecond());
        appendFraction(text, value.getNano(), fraction);
        return text.toString();
    }

    /** As {@link #dateTime}, in UTC and with a Z. */
    public static String timestamp(Instant value, int fraction) {
        return dateTime(LocalDateTime.ofInstant(value, ZoneOffset.UTC), fraction) + 'Z';
    }

    /** Such as {@code -838:59:59.999999}; digits beyond {@code fraction}, 0 to 6, are cut off. */
    public static String time(Duration value, int fraction) {
        Duration size = value.abs();
        StringBuilder text = new StringBuilder(17);
        if (value.isNegative()) {
            text.append('-');
        }
        appendTime(text, size.toHours(), size.toMinutesPart(), size.toSecondsPart());
        appendFraction(text, size.toNanosPart(), fraction);
        return text.toString();
    }

    /**
     * From {@code -838:59:59.999999}.
     *
     * @throws IllegalArgumentException where the hours are none
     * @throws java.time.DateTimeException where the rest is none
     */
    public static Duration parseTime(String text) {
        boolean negative = text.startsWith("-");
        int colon = text.indexOf(':');
        if (colon < 0 || colon > MOST_HOURS) {
            throw new IllegalArgumentException("no hours, or too many");
        }
        int hours = Integer.parseUnsignedInt(text, negative ? 1 : 0, colon, 10);
        LocalTime rest = LocalTime.parse("00" + text.substring(colon));
        Duration size = Duration.ofHours(hours).plusNanos(rest.toNanoOfDay());
        return negative ? size.negated() : size;
    }

    private static void appendTime(StringBuilder text, long hours, int minutes, int seconds) {
        appendPadded(text, hours, 2);
        appendPadded(text.append(':'), minutes, 2);
        appendPadded(text.append(':'), seconds, 2);
    }

    private static void appendFraction(StringBuilder text, int nanos, int fraction) {
        if (fraction > 0) {
            int kept = Math.min(fraction, MOST_DIGITS);
            long scaled = nanos;
            for (int digit = 9; digit > kept; digit--) {
                scaled /= 10;
            }
            appendPadded(text.append('.'), scaled, kept);
        }
    }

    private static void appendPadded(StringBuilder text, long number, int width) {
        String digits = Long.toString(number);
        text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
