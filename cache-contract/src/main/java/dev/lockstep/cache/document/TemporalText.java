package dev.lockstep.cache.document;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** ISO 8601 with as many digits of a second as the column was declared with. */
final class TemporalText {

    private static final int MOST_DIGITS = 6;

    private TemporalText() {}

    static String dateTime(LocalDateTime value, int fraction) {
        StringBuilder text = new StringBuilder(26).append(value.toLocalDate()).append('T');
        appendTime(text, value.getHour(), value.getMinute(), value.getSecond());
        appendFraction(text, value.getNano(), fraction);
        return text.toString();
    }

    static String timestamp(Instant value, int fraction) {
        return dateTime(LocalDateTime.ofInstant(value, ZoneOffset.UTC), fraction) + 'Z';
    }

    static String time(Duration value, int fraction) {
        Duration size = value.abs();
        StringBuilder text = new StringBuilder(17);
        if (value.isNegative()) {
            text.append('-');
        }
        appendTime(text, size.toHours(), size.toMinutesPart(), size.toSecondsPart());
        appendFraction(text, size.toNanosPart(), fraction);
        return text.toString();
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
