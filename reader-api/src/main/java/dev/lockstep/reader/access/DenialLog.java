package dev.lockstep.reader.access;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each denial, up to {@value #LINES} a second; then one that says how many were left out. Whoever is denied does not wait
 * for the log. Thread safe.
 */
public final class DenialLog implements AutoCloseable {

    /** What a person can follow, and no disk minds. */
    static final int LINES = 100;

    private static final Logger LOG = LoggerFactory.getLogger("lockstep.audit");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Consumer<String> lines;
    private final RateLimiter<Object> pace =
            RateLimiter.burstyBuilder(LINES, SECOND).build();
    private final AtomicLong leftOut = new AtomicLong();
    private final ExecutorService writer = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(LINES),
            Thread.ofVirtual().name("audit").factory());

    public DenialLog() {
        this(LOG::info);
    }

    DenialLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Notes one. Does not block. */
    public void add(Denial denial) {
        if (!pace.tryAcquirePermit() || !write(denial.line())) {
            leaveOut();
        }
    }

    @Override
    public void close() {
        writer.shutdown();
    }

    private void leaveOut() {
        if (leftOut.getAndIncrement() == 0) {
            CompletableFuture.delayedExecutor(SECOND.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                    .execute(this::tellOfThoseLeftOut);
        }
    }

    private void tellOfThoseLeftOut() {
        lines.accept("denied %d more in a second, which are not listed".formatted(leftOut.getAndSet(0)));
    }

    private boolean write(String line) {
        try {
            writer.execute(() -> lines.accept(line));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
