package dev.lockstep.testbed.cli;

import java.util.Locale;

/** Writes nanoseconds as milliseconds. */
final class Millis {

    private static final double NANOS = 1_000_000.0;

    private Millis() {}

    static String ofNanos(long nanos) {
        return String.format(Locale.ROOT, "%,.1f ms", nanos / NANOS);
    }
}
