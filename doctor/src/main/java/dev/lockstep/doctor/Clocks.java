package dev.lockstep.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How far clocks are apart, and how long the way is. */
final class Clocks {

    private static final int ROUND_TRIPS = 5;

    /** Beyond it people are misled by the times in logs and metrics. */
    private static final Duration APART = Duration.ofSeconds(1);

    private final Findings findings;

    Clocks(Findings findings) {
        this.findings = findings;
    }

    /**
     * A server's clock, asked by this host.
     *
     * @param before and {@code after}: when it was asked and when it had answered, here
     */
    record Reading(Instant before, Instant server, Instant after) {

        /** How much the server is ahead; half of the round trip is what it cannot tell. */
        Duration ahead() {
            Duration trip = Duration.between(before, after);
            return Duration.between(before.plus(trip.dividedBy(2)), server);
        }
    }

    /** Asks and waits for the answer. */
    @FunctionalInterface
    interface RoundTrip<E extends Exception> {
        void make() throws E;
    }

    /** Nothing that Lockstep promises stands on clocks that agree: ages are measured on Redis' own. */
    void skew(Check check, String name, Reading reading) {
        Duration ahead = reading.ahead();
        Duration apart = ahead.abs();
        String found =
                "%s is %s %s of this host".formatted(name, Spans.text(apart), ahead.isNegative() ? "behind" : "ahead");
        if (apart.compareTo(APART) <= 0) {
            findings.ok(check, found);
        } else {
            findings.warn(
                    check,
                    found + "; ages stay right, but commit times in logs and metrics do not",
                    "let all hosts follow one time server (chronyc tracking; timedatectl)");
        }
    }

    /** The median of a few round trips; what is much is said, as every miss waits for it. */
    <E extends Exception> void latency(Check check, String name, Duration much, RoundTrip<E> roundTrip) throws E {
        List<Duration> trips = new ArrayList<>();
        for (int i = 0; i < ROUND_TRIPS; i++) {
            long began = System.nanoTime();
            roundTrip.make();
            trips.add(Duration.ofNanos(System.nanoTime() - began));
        }
        median(check, name, much, trips);
    }

    void median(Check check, String name, Duration much, List<Duration> trips) {
        Duration median = trips.stream().sorted().toList().get(trips.size() / 2);
        String found = "%s answers in %.1f ms (median of %d)".formatted(name, median.toNanos() / 1e6, trips.size());
        if (median.compareTo(much) <= 0) {
            findings.ok(check, found);
        } else {
            findings.info(check, found, "run worker and readers in the same region and zone as " + name);
        }
    }
}
