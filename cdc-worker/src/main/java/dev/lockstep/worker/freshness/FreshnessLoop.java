package dev.lockstep.worker.freshness;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.worker.apply.Acknowledged;
import dev.lockstep.worker.resync.OtherServerException;
import dev.lockstep.worker.resync.SourceDatabase;
import dev.lockstep.worker.resync.SourceFacts;
import dev.lockstep.worker.resync.SourceResetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves how fresh Redis is without writing to the source. Takes a moment on Redis' clock, then asks the source how far it
 * has got, waits until all of that is confirmed by Redis, and notes the moment. It works on an idle source, and stops the
 * moment the stream silently stops. Where Redis has lost the watermark, this is also where an idle worker notices.
 *
 * <p>What the source "has got" at a moment is everything before the end of its binlog: a transaction is in the binlog
 * before anybody can see it. Whether that end is reached is told by the coordinates, or, behind the last transaction where
 * no coordinate follows, by GTIDs: those that are executed, and those that are owned, as a transaction owns its number
 * before it is in the binlog and until it counts as executed. Owned ones are read first, so none slips from one to the
 * other unseen.
 */
public final class FreshnessLoop {

    /** Without a word from Redis for so long, the stream is at rest and worth a question about GTIDs. */
    private static final long REST_MILLIS = 5;

    /**
     * The longest such rest, after it was taken for one in vain: while a backlog is applied, Redis is silent for as long as it takes
     * to apply a batch, and the questions cost what applying would need.
     */
    private static final long LONGEST_REST_MILLIS = 40;

    private final SourceDatabase source;
    private final String server;
    private final String owner;
    private final Position from;
    private final RedisCache cache;
    private final Acknowledged acknowledged;
    private final Lag lag;
    private final long intervalMillis;
    private Coordinate end = new Coordinate(0, 0);
    private long restMillis = REST_MILLIS;
    private volatile boolean proved;

    /**
     * A loop that has not begun.
     *
     * @param server whose binlog the positions count in
     * @param owner who has opened the partitions
     * @param from before which nothing is proved, as nothing that stands in Redis counts
     */
    public FreshnessLoop(
            SourceDatabase source,
            String server,
            String owner,
            Position from,
            RedisCache cache,
            Acknowledged acknowledged,
            Lag lag,
            Duration interval) {
        this.source = source;
        this.server = server;
        this.owner = owner;
        this.from = from;
        this.cache = cache;
        this.acknowledged = acknowledged;
        this.lag = lag;
        this.intervalMillis = interval.toMillis();
    }

    /** Whether anything was proved yet. */
    public boolean hasProved() {
        return proved;
    }

    /** Runs until it is interrupted, or until the source or Redis fails. */
    public void run() throws InterruptedException, SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            long began = System.nanoTime();
            Sample sample = take();
            restMillis = REST_MILLIS;
            while (!isReached(sample)) {
                lag.behind(sample.end(), acknowledged.least().position());
            }
            note(sample);
            long spent = (System.nanoTime() - began) / 1_000_000;
            Thread.sleep(Math.max(1, intervalMillis - spent));
        }
    }

    private Sample take() throws SQLException {
        long takenAt = System.nanoTime();
        List<Long> moments = new ArrayList<>();
        for (int partition = 0; partition < cache.layout().partitions(); partition++) {
            moments.add(cache.clock(partition).toCompletableFuture().join());
        }
        String owned = source.owned();
        SourceFacts facts = source.facts();
        if (!facts.server().equals(server)) {
            throw new OtherServerException(server, facts.server());
        }
        if (facts.end().compareTo(end) < 0) {
            throw new SourceResetException(end, facts.end());
        }
        end = facts.end();
        String gtids = owned.isEmpty() ? facts.executed() : facts.executed() + "," + owned;
        return new Sample(takenAt, moments, facts.end(), gtids);
    }

    private boolean isReached(Sample sample) throws InterruptedException, SQLException {
        long seen = acknowledged.count();
        Progress progress = acknowledged.least();
        Position position = progress.position();
        if (position.compareTo(Position.before(position.epoch(), sample.end())) >= 0) {
            return true;
        }
        if (acknowledged.awaitBeyond(seen, restMillis)) {
            return false;
        }
        if (position.compareTo(from) < 0) {
            return false;
        }
        boolean betweenTransactions = position.ordinal() == Position.BEFORE || position.ordinal() == Position.AFTER;
        if (!betweenTransactions) {
            return false;
        }
        restMillis = Math.min(2 * restMillis, LONGEST_REST_MILLIS);
        return source.contains(progress.gtids(), sample.gtids());
    }

    private void note(Sample sample) {
        Position reached = acknowledged.least().position();
        for (int partition = 0; partition < sample.moments().size(); partition++) {
            boolean noted = cache.fresh(
                            partition, owner, reached, sample.moments().get(partition))
                    .toCompletableFuture()
                    .join();
            if (!noted) {
                throw new WatermarkLostException(partition, reached);
            }
        }
        lag.fresh(sample.end(), reached, sample.takenAt());
        proved = true;
    }

    /** Redis has confirmed a position and no longer knows of it: it was emptied, has evicted the watermark or lost writes. */
    static final class WatermarkLostException extends RuntimeException {
        WatermarkLostException(int partition, Position reached) {
            super("the watermark of partition %d is gone, another's, or behind %s, which was confirmed"
                    .formatted(partition, reached));
        }
    }

    /** A moment, here and on each partition's clock, and how far the source had got then. */
    private record Sample(long takenAt, List<Long> moments, Coordinate end, String gtids) {}
}
