package dev.lockstep.worker.supervise;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionScheduledEvent;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.UnfitTableException;
import dev.lockstep.worker.apply.ApplyMetrics;
import dev.lockstep.worker.apply.ChangeFailedException;
import dev.lockstep.worker.capture.AnonymousTransactionException;
import dev.lockstep.worker.capture.CaptureEndedException;
import dev.lockstep.worker.capture.ConnectionLostException;
import dev.lockstep.worker.resync.Resync;
import dev.lockstep.worker.resync.Resync.Opened;
import dev.lockstep.worker.resync.SourceDatabase;
import dev.lockstep.worker.resync.SourceResetException;
import dev.lockstep.worker.resync.UnfitSourceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run going for as long as the worker lives. An engine that has ended is never used again: whatever was the
 * reason, the next run asks Redis and the source from where to go on. Pauses between tries grow and are jittered; a run
 * that got somewhere starts them over.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final double JITTER = 0.25;

    /** How often the same place in the binlog may fail to be read before it is given up and everything is loaded anew. */
    private static final int PATIENCE = 5;

    private final RunSettings settings;
    private final Supplier<RedisCache> connect;
    private final Resync resync;
    private final ApplyMetrics metrics;
    private final Status status;
    private final RetryPolicy<Object> untilItWorks;

    private @Nullable RedisCache cache;
    private Optional<Position> broughtUpToDate = Optional.empty();
    private boolean openedBefore;
    private boolean suspicious;
    private int stuck;
    private volatile boolean closing;
    private volatile @Nullable Thread thread;

    /**
     * A worker that has not begun.
     *
     * @param connect makes the connection to Redis; asked again after trouble with Redis
     */
    public Supervisor(
            RunSettings settings, Supplier<RedisCache> connect, Resync resync, ApplyMetrics metrics, Status status) {
        this.settings = settings;
        this.connect = connect;
        this.resync = resync;
        this.metrics = metrics;
        this.status = status;
        this.untilItWorks = RetryPolicy.builder()
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .withMaxRetries(-1)
                .abortOn(this::isFinal)
                .onRetryScheduled(this::announce)
                .build();
    }

    /**
     * Works until it is closed.
     *
     * @throws UnfitSourceException where the source cannot be followed, if that is so from the start
     * @throws UnfitTableException where a table cannot be captured, if that is so from the start
     */
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!closing) {
                Failsafe.with(untilItWorks).run(this::once);
            }
        } catch (RuntimeException e) {
            // Whoever waits when the run is ended says so in words of his own.
            if (!closing) {
                throw e;
            }
        } finally {
            status.stopped();
            // The interruption that ended the run has done its work; the connection is closed in peace.
            Thread.interrupted();
            if (cache != null) {
                Leadership.resign(cache, resync.worker());
            }
            disconnect();
        }
    }

    /** Ends the run that is going on; {@link #run} then returns. */
    @Override
    public void close() {
        closing = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Returns after a run that got somewhere, so that the next one follows at once. */
    private void once() throws SQLException, InterruptedException, ExecutionException {
        RedisCache connected = connectedCache();
        try (Leadership leading = Leadership.take(connected, resync.worker(), settings.takeover(), status::standingBy);
                SourceDatabase database = connect()) {
            boolean givenUp = stuck >= PATIENCE;
            Opened opened = resync.open(connected, database, broughtUpToDate, givenUp);
            if (givenUp) {
                stuck = 0;
            }
            broughtUpToDate = Optional.empty();
            openedBefore = true;
            status.running(opened.start().reason());
            try (Run run = Run.start(settings, connected, leading, opened, database, metrics, status.lag())) {
                follow(run);
            }
        }
    }

    /**
     * A connection that leads nowhere may not learn of it for minutes, and a new one does at once. It is only made anew
     * here, when nobody waits any more for answers of the old one.
     */
    private RedisCache connectedCache() {
        if (suspicious) {
            disconnect();
            suspicious = false;
        }
        RedisCache connected = cache;
        if (connected == null) {
            connected = connect.get();
            cache = connected;
        }
        return connected;
    }

    private SourceDatabase connect() throws SQLException {
        status.connecting();
        return SourceDatabase.connect(settings.source());
    }

    private void disconnect() {
        if (cache != null) {
            cache.close();
            cache = null;
        }
    }

    private void follow(Run run) throws InterruptedException, ExecutionException {
        try {
            Position schemaChange = run.await(status::remindIfBehind);
            LOG.info("the source has changed at {}; looking at it anew", schemaChange);
            broughtUpToDate = Optional.of(schemaChange);
        } catch (ExecutionException e) {
            if (isLeft(e.getCause())) {
                stuck = PATIENCE;
                throw e;
            }
            if (!run.hasAdvanced()) {
                if (run.hasProved()) {
                    stuck = 0;
                } else if (run.hasStreamed() && isOfThePlace(e.getCause())) {
                    stuck++;
                }
                throw e;
            }
            Trouble trouble = Trouble.of(e);
            troubled(trouble);
            LOG.warn("the run has ended, another one begins; {}: {}", trouble.phase(), trouble.reason());
            LOG.debug("what ended the run", e);
        }
        stuck = 0;
    }

    /**
     * Whether the source itself says that nobody can go on from where Redis stands: the place is no more, and GTIDs may be
     * given out again by now, or what follows has none.
     */
    private static boolean isLeft(@Nullable Throwable problem) {
        return problem instanceof SourceResetException
                || problem instanceof AnonymousTransactionException
                || (problem instanceof ConnectionLostException lost && lost.isRefused());
    }

    /**
     * Whether the same may come of reading the same again: not where Redis or another worker was the reason. Nothing is heard of
     * the source while an event is on its way that takes too long.
     */
    private static boolean isOfThePlace(@Nullable Throwable problem) {
        return problem instanceof CaptureEndedException
                || problem instanceof ChangeFailedException
                || problem instanceof Run.SourceEndedException
                || problem instanceof Run.SourceSilentException
                || (problem instanceof ConnectionLostException lost && lost.isUnreadable());
    }

    private boolean isFinal(Throwable problem) {
        return closing
                || problem instanceof InterruptedException
                || (!openedBefore
                        && (problem instanceof UnfitSourceException || problem instanceof UnfitTableException));
    }

    private void announce(ExecutionScheduledEvent<Object> event) {
        Trouble trouble = Trouble.of(event.getLastException());
        troubled(trouble);
        LOG.warn("trying again in {} ms; {}: {}", event.getDelay().toMillis(), trouble.phase(), trouble.reason());
        LOG.debug("what went wrong", event.getLastException());
    }

    private void troubled(Trouble trouble) {
        status.troubled(trouble);
        suspicious |= trouble.isRedis();
    }
}
