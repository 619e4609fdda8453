package dev.lockstep.reader.source;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from the text that MySQL makes of them. A date whose month or day is zero, which MySQL may be set to
 * accept, is no date elsewhere and becomes null.
 */
final class ServerTime {

    private static final int DATE_LENGTH = 10;

    private ServerTime() {}

    /** From {@code 2026-02-28}. */
    static @Nullable LocalDate date(@Nullable String text) {
        if (text == null || text.startsWith("00", 5) || text.startsWith("00", 8)) {
            return null;
        }
        return LocalDate.parse(text);
    }

    /** From {@code 2026-02-28 23:59:59.999999}. */
    static @Nullable LocalDateTime dateTime(@Nullable String text) {
        LocalDate date = date(text == null ? null : text.substring(0, DATE_LENGTH));
        return text == null || date == null ? null : date.atTime(LocalTime.parse(text.substring(DATE_LENGTH + 1)));
    }

    /** From the same, in a session whose time zone is UTC. */
    static @Nullable Instant timestamp(@Nullable String text) {
        LocalDateTime dateTime = dateTime(text);
        return dateTime == null ? null : dateTime.toInstant(ZoneOffset.UTC);
    }

    /** From {@code -838:59:59.999999}. */
    static @Nullable Duration time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean negative = text.startsWith("-");
        int colon = text.indexOf(':');
        long hours = Long.parseLong(text, negative ? 1 : 0, colon, 10);
        LocalTime rest = LocalTime.parse("00" + text.substring(colon));
        Duration size = Duration.ofHours(hours).plusNanos(rest.toNanoOfDay());
        return negative ? size.negated() : size;
    }
}
