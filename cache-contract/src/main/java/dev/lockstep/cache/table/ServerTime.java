package dev.lockstep.cache.table;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from the text that MySQL makes of them. A date that is in no calendar, as its year, month or day is zero
 * or as February 31, which MySQL may be set to accept, is no date elsewhere and becomes null.
 */
final class ServerTime {

    private static final int DATE_LENGTH = 10;

    private ServerTime() {}

    /** From {@code 2026-02-28}. */
    static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int year = Integer.parseInt(text, 0, 4, 10);
        int month = Integer.parseInt(text, 5, 7, 10);
        int day = Integer.parseInt(text, 8, DATE_LENGTH, 10);
        boolean exists = year > 0
                && month > 0
                && day > 0
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return exists ? LocalDate.of(year, month, day) : null;
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
        return text == null ? null : TemporalText.parseTime(text);
    }
}
