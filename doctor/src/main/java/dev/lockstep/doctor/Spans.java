package dev.lockstep.doctor;

import java.time.Duration;

/** Times for people. */
final class Spans {

    private Spans() {}

    /** To one unit: {@code 340 ms}, {@code 12 s}, {@code 90 min}, {@code 71 h}, {@code 30 days}. */
    static String text(Duration time) {
        if (time.compareTo(Duration.ofSeconds(10)) < 0) {
            return time.toMillis() + " ms";
        }
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(4)) < 0 ? time.toHours() + " h" : time.toDays() + " days";
    }
}
