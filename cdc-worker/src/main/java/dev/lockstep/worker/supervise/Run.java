package dev.lockstep.worker.supervise;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.worker.apply.Applier;
import dev.lockstep.worker.apply.ApplyMetrics;
import dev.lockstep.worker.capture.Capture;
import dev.lockstep.worker.freshness.FreshnessLoop;
import dev.lockstep.worker.resync.Resync.Opened;
import dev.lockstep.worker.resync.SourceDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run: a capture, an applier and a freshness loop that live and end together. Whichever ends first ends the others;
 * the next run begins where Redis says.
 */
final class Run implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Applier applier;
    private final Capture capture;
    private final Thread freshness;
    private final Status status;
    private final Duration silence;
    private final CompletableFuture<Position> ended = new CompletableFuture<>();

    private Run(Applier applier, Capture capture, FreshnessLoop loop, Status status, Duration silence) {
        this.applier = applier;
        this.capture = capture;
        this.status = status;
        this.silence = silence;
        this.freshness = Thread.ofPlatform().name("freshness").unstarted(() -> prove(loop));
    }

    static Run start(
            RunSettings settings,
            RedisCache cache,
            String owner,
            Opened opened,
            SourceDatabase database,
            ApplyMetrics metrics,
            Status status) {
        Applier applier = Applier.start(cache, owner, opened.reached(), settings.apply(), metrics);
        Capture.Plan plan = new Capture.Plan(
                settings.source(),
                opened.schemas(),
                settings.serverId(),
                settings.keepAlive(),
                opened.start().epoch());
        Capture capture = Capture.start(plan, opened.start().startOffset(), applier);
        String server = opened.start().watermarks().getFirst().server();
        FreshnessLoop loop =
                new FreshnessLoop(database, server, cache, applier.acknowledged(), status.lag(), settings.freshness());
        Run run = new Run(applier, capture, loop, status, settings.silence());
        run.watch();
        run.freshness.start();
        return run;
    }

    /**
     * Waits for the end.
     *
     * @return the schema change up to which everything is applied, if that was the reason
     * @throws ExecutionException with what went wrong
     */
    Position await() throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return ended.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                status.remindIfBehind();
                if (capture.isStreaming() && capture.silence().compareTo(silence) > 0) {
                    ended.completeExceptionally(new SourceSilentException(capture.silence()));
                }
            }
        }
    }

    /** Whether anything was confirmed by Redis in this run. */
    boolean hasAdvanced() {
        return applier.acknowledged().count() > 0;
    }

    /** Whether the binlog was read at all. */
    boolean hasStreamed() {
        return capture.hasStreamed();
    }

    @Override
    public void close() {
        freshness.interrupt();
        applier.close();
        capture.close();
        try {
            freshness.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        var unusedApplied = applier.ended().whenComplete(this::end);
        var unusedCaptured = capture.ended().whenComplete((done, problem) -> {
            // What the applier stopped for is the reason; the capture only found its way closed.
            if (!applier.ended().isDone()) {
                end(null, problem != null ? problem : new SourceEndedException());
            }
        });
    }

    private void end(@Nullable Position position, @Nullable Throwable problem) {
        if (position != null) {
            ended.complete(position);
        } else if (problem != null) {
            ended.completeExceptionally(problem instanceof CompletionException wrapped ? wrapped.getCause() : problem);
        }
    }

    private void prove(FreshnessLoop loop) {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    /** Nothing has come from the source, not even a sign of life. */
    static final class SourceSilentException extends RuntimeException {
        SourceSilentException(Duration silence) {
            super("no sign of life from the source for %d ms".formatted(silence.toMillis()));
        }
    }

    /** The capture has ended without an error and without being told to. */
    static final class SourceEndedException extends RuntimeException {
        SourceEndedException() {
            super("the capture ended by itself");
        }
    }
}
