package dev.lockstep.worker.supervise;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.worker.apply.Applier;
import dev.lockstep.worker.apply.ApplyMetrics;
import dev.lockstep.worker.apply.Sweeper;
import dev.lockstep.worker.capture.Capture;
import dev.lockstep.worker.capture.Offsets;
import dev.lockstep.worker.capture.Source;
import dev.lockstep.worker.freshness.FreshnessLoop;
import dev.lockstep.worker.freshness.Lag;
import dev.lockstep.worker.resync.Continuity;
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

    /** How long the engine may at least read the tables' shapes and connect: thousands of tables take it tens of seconds. */
    private static final Duration START = Duration.ofMinutes(1);

    private final Applier applier;
    private final Capture capture;
    private final Sweeper sweeper;
    private final FreshnessLoop loop;
    private final Thread freshness;
    private final Leadership leadership;
    private final Duration silence;
    private final CompletableFuture<Position> ended = new CompletableFuture<>();

    private Run(
            Applier applier,
            Capture capture,
            Sweeper sweeper,
            FreshnessLoop loop,
            Leadership leadership,
            RunSettings settings) {
        this.applier = applier;
        this.capture = capture;
        this.sweeper = sweeper;
        this.loop = loop;
        this.leadership = leadership;
        this.silence = settings.silence();
        this.freshness = Thread.ofPlatform().name("freshness").unstarted(this::prove);
    }

    static Run start(
            RunSettings settings,
            RedisCache cache,
            Leadership leadership,
            Opened opened,
            SourceDatabase database,
            ApplyMetrics metrics,
            Lag lag) {
        String server = opened.start().watermarks().getFirst().server();
        Applier applier = Applier.start(cache, opened.owner(), opened.reached(), settings.apply(), metrics);
        Capture.Plan plan = new Capture.Plan(
                settings.source(),
                opened.schemas(),
                opened.mayGrow(),
                opened.cascades(),
                settings.serverId(),
                settings.keepAlive(),
                opened.start().reached(),
                opened.start().half(),
                id -> requireConnection(settings.source(), server, opened.start(), id));
        Capture capture = Capture.start(plan, opened.start().startOffset(), applier);
        Watermark begun = opened.start().watermarks().getFirst();
        Position from = begun.fence() == null ? begun.progress().position() : begun.fence();
        if (begun.fence() != null) {
            lag.forget();
        }
        FreshnessLoop loop = new FreshnessLoop(
                database, server, opened.owner(), from, cache, applier.acknowledged(), lag, settings.freshness());
        Sweeper sweeper = Sweeper.start(cache, opened.schemas(), applier, settings.apply(), metrics);
        Run run = new Run(applier, capture, sweeper, loop, leadership, settings);
        run.watch();
        run.freshness.start();
        return run;
    }

    /**
     * Waits for the end.
     *
     * @param eachLook run now and then meanwhile
     * @return the schema change up to which everything is applied, if that was the reason
     * @throws ExecutionException with what went wrong
     */
    Position await(Runnable eachLook) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return ended.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                eachLook.run();
                leadership.replacedBy().ifPresent(by -> ended.completeExceptionally(new ReplacedException(by)));
                Duration most = capture.isStreaming() || silence.compareTo(START) > 0 ? silence : START;
                if (capture.silence().compareTo(most) > 0) {
                    ended.completeExceptionally(new SourceSilentException(capture.silence()));
                }
            }
        }
    }

    /** Whether anything was confirmed by Redis in this run. */
    boolean hasAdvanced() {
        return applier.acknowledged().count() > 0;
    }

    /** Whether it was proved that everything is applied, which on an idle source is all there is to do. */
    boolean hasProved() {
        return loop.hasProved();
    }

    /** Whether the binlog was read at all. */
    boolean hasStreamed() {
        return capture.hasStreamed();
    }

    @Override
    public void close() {
        freshness.interrupt();
        sweeper.close();
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

    private static void requireConnection(Source source, String server, Continuity.Start start, long id) {
        try (SourceDatabase database = SourceDatabase.connect(source)) {
            database.requireConnection(server, id);
            // The engine takes what is purged for done, so what was purged since the start was decided would be
            // missing.
            if (!database.hasEverythingAfter(Offsets.gtids(start.startOffset()))) {
                throw new PurgedException();
            }
        } catch (SQLException e) {
            throw new SourceUnreachableException(e);
        }
    }

    private void prove() {
        try {
            loop.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    /** The source has purged what this run would have needed; the next one sees it from the start. */
    static final class PurgedException extends RuntimeException {
        PurgedException() {
            super("the source has just purged transactions that were to be read");
        }
    }

    /** It cannot be asked whose binlog is read. */
    static final class SourceUnreachableException extends RuntimeException {
        SourceUnreachableException(SQLException cause) {
            super(cause);
        }
    }

    /** Another worker is active. */
    static final class ReplacedException extends RuntimeException {
        ReplacedException(String active) {
            super("replaced by %s".formatted(active));
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
