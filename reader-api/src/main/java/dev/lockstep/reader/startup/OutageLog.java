package dev.lockstep.reader.startup;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Says once that a server has gone and once that it is back, however many requests notice. Of several servers one may be
 * gone while the others answer, so back is what has not failed for a while. Thread safe.
 */
public final class OutageLog {

    private static final long CALM_NANOS = 1_000_000_000;

    private final Logger log;
    private final String server;
    private final AtomicBoolean out = new AtomicBoolean();
    private volatile long lastFailure;

    public OutageLog(Logger log, String server) {
        this.log = log;
        this.server = server;
    }

    /** A call was answered. */
    public void answered() {
        if (out.get() && System.nanoTime() - lastFailure > CALM_NANOS && out.compareAndSet(true, false)) {
            log.info("{} answers again", server);
        }
    }

    /** A call was not answered. */
    public void failed(Throwable problem) {
        lastFailure = System.nanoTime();
        if (out.compareAndSet(false, true)) {
            log.warn("{} does not answer: {}", server, innermost(problem).toString());
        }
    }

    /** What is wrong; the causes around it only say who noticed. */
    static Throwable innermost(Throwable problem) {
        Throwable innermost = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        return innermost;
    }
}
