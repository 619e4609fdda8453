package dev.lockstep.reader.startup;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that needs a server to be there. It is got in the background, so that the process is up and can say that it
 * is not ready; a failure that may pass is tried again with growing pauses, a bounded time long.
 *
 * <p>Thread safe.
 */
public final class Late<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Late.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ExecutorService thread;
    private final CompletableFuture<T> value;
    private final Consumer<T> end;

    private Late(ExecutorService thread, CompletableFuture<T> value, Consumer<T> end) {
        this.thread = thread;
        this.value = value;
        this.end = end;
    }

    /**
     * What to get, and how.
     *
     * @param name for the log
     * @param how blocks until it is there or fails
     * @param mayPass the failures after which it is tried again
     * @param patience how long to go on trying
     * @param end what becomes of it when it is no longer wanted
     */
    public record Wish<T>(
            String name, Callable<T> how, Class<? extends Exception> mayPass, Duration patience, Consumer<T> end) {}

    /**
     * Starts to get something.
     *
     * @param giveUp told once, where a failure will not pass or the time is over
     */
    public static <T> Late<T> begin(Wish<T> wish, Consumer<Throwable> giveUp) {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handle(wish.mayPass())
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withMaxAttempts(-1)
                .withMaxDuration(wish.patience())
                .onRetry(tried -> LOG.warn(
                        "{} is not there yet, try {}: {}",
                        wish.name(),
                        tried.getAttemptCount(),
                        OutageLog.innermost(tried.getLastException()).toString()))
                .build();
        ExecutorService thread = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("late-" + wish.name()).factory());
        CompletableFuture<T> value = Failsafe.with(policy)
                .with(thread)
                .onSuccess(got -> LOG.info("{} is there", wish.name()))
                .onFailure(tried -> {
                    if (!thread.isShutdown()) {
                        giveUp.accept(tried.getException());
                    }
                })
                .getAsync(() -> wish.how().call());
        return new Late<>(thread, value, wish.end());
    }

    /** What was got, or empty as long as it was not. Does not wait. */
    public Optional<T> now() {
        return value.isCompletedExceptionally() ? Optional.empty() : Optional.ofNullable(value.getNow(null));
    }

    /**
     * Waits until it is there, or the time is over.
     *
     * @throws ExecutionException where it will not come
     */
    public void await(Duration time) throws InterruptedException, ExecutionException {
        try {
            value.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.debug("still waiting after {}", time);
        }
    }

    /** Ends the tries, and what was got or is still to come. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to tell
    public void close() {
        thread.shutdownNow();
        value.thenAccept(end);
    }
}
