package dev.lockstep.testbed;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;

/** Waits for what will be so in a moment. */
public final class Eventually {

    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {}

    /** Says that something is not so yet by throwing anything, an assertion's error included. */
    @FunctionalInterface
    public interface Check {
        /** Returns where it is so. */
        void run() throws Exception;
    }

    /** Returns when {@code check} does; after {@code most}, throws what it threw last. */
    public static void holds(Duration most, Check check) {
        RetryPolicy<Object> policy = RetryPolicy.builder()
                .handle(Throwable.class)
                .withDelay(POLL)
                .withMaxAttempts(-1)
                .withMaxDuration(most)
                .build();
        try {
            Failsafe.with(policy).run(check::run);
        } catch (FailsafeException e) {
            throw new AssertionError("not so within %s".formatted(most), e.getCause());
        }
    }
}
