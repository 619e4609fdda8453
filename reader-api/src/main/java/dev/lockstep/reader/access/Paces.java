package dev.lockstep.reader.access;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pace of each caller who has one, the same one as long as his name and rate are, also where he comes with another token.
 * Thread safe.
 */
public final class Paces {

    /** Who was longest away begins anew, which costs no more than one second's requests. */
    private static final int MOST = 10_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Map<Key, Pace> paces = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Pace> eldest) {
            return size() > MOST;
        }
    };

    private record Key(String name, int rate) {}

    /**
     * A pace.
     *
     * @param rate requests a second; 0 for as many as he likes
     */
    synchronized Pace of(String name, int rate) {
        return rate == 0 ? Pace.FREE : paces.computeIfAbsent(new Key(name, rate), key -> pace(rate));
    }

    private static Pace pace(int rate) {
        RateLimiter<Object> limiter = RateLimiter.burstyBuilder(rate, SECOND).build();
        return limiter::tryAcquirePermit;
    }
}
