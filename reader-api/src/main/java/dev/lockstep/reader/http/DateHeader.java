package dev.lockstep.reader.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as responses tell it, made once a second. Thread safe. */
final class DateHeader {

    private static final long SECOND_MILLIS = 1000;

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private volatile Stamp last = new Stamp(0, "");

    /** A second since 1970. */
    private record Stamp(long second, String text) {}

    String now() {
        long millis = System.currentTimeMillis();
        Stamp known = last;
        if (known.second() == millis / SECOND_MILLIS) {
            return known.text();
        }
        Stamp next = new Stamp(millis / SECOND_MILLIS, FORMAT.format(Instant.ofEpochMilli(millis)));
        last = next;
        return next.text();
    }
}
