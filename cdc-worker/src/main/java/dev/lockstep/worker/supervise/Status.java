package dev.lockstep.worker.supervise;

import dev.lockstep.worker.freshness.Lag;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's state as its health, its metrics and {@code /v1/status} tell it. It comes from what is proved to be applied,
 * not from what is connected.
 *
 * <p>Thread safe; the supervisor writes it.
 */
public final class Status {

    private static final Logger LOG = LoggerFactory.getLogger(Status.class);

    private static final Duration REMIND = Duration.ofSeconds(15);

    private final Lag lag;
    private final Duration bound;
    private volatile Phase phase = Phase.STARTING;
    private volatile long runningSince = System.nanoTime();
    private long lastReminder = System.nanoTime();
    private volatile String reason = "not started yet";
    private final AtomicLong runs = new AtomicLong();

    /**
     * A worker that has not begun.
     *
     * @param bound without a proof of freshness for so long, the worker is not in step
     */
    public Status(Lag lag, Duration bound) {
        this.lag = lag;
        this.bound = bound;
    }

    /** What is it doing? A run that has proved nothing lately is catching up or worse, whatever it was before. */
    public Phase phase() {
        Phase now = phase;
        if (now != Phase.CATCHING_UP) {
            return now;
        }
        if (lag.sinceFresh().compareTo(bound) < 0) {
            return Phase.IN_STEP;
        }
        return isLongAgo(runningSince) && lag.sinceApplied().compareTo(bound) > 0 ? Phase.STALLED : Phase.CATCHING_UP;
    }

    /** Why, for people. */
    public String reason() {
        return isRunning() ? reason + "; " + lag.describe() : reason;
    }

    /** How often the capture was started. */
    public long runs() {
        return runs.get();
    }

    public Lag lag() {
        return lag;
    }

    /** Says in the log that the worker is behind, now and then, so that an alarm on the log sees it too. */
    void remindIfBehind() {
        long now = System.nanoTime();
        if (isRunning() && phase() != Phase.IN_STEP && now - lastReminder > REMIND.toNanos()) {
            lastReminder = now;
            LOG.warn("not in step, {}: {}", phase(), lag.describe());
        }
    }

    void connecting() {
        reason = "asking Redis and the source from where to go on";
        phase = Phase.CONNECTING;
    }

    void troubled(Trouble trouble) {
        reason = trouble.reason();
        phase = trouble.phase();
    }

    void standingBy(String active) {
        if (phase != Phase.STANDBY) {
            LOG.info("standing by; {} is active", active);
        }
        reason = active + " is active";
        phase = Phase.STANDBY;
    }

    void running(String how) {
        runs.incrementAndGet();
        reason = how;
        runningSince = System.nanoTime();
        phase = Phase.CATCHING_UP;
    }

    void stopped() {
        reason = "told to stop";
        phase = Phase.STOPPED;
    }

    private boolean isRunning() {
        return phase == Phase.CATCHING_UP;
    }

    private boolean isLongAgo(long nanos) {
        return System.nanoTime() - nanos > bound.toNanos();
    }
}
