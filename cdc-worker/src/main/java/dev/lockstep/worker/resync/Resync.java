package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.cache.table.TableSelection.Selected;
import dev.lockstep.worker.capture.Cascades;
import dev.lockstep.worker.capture.Offsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks both sides, has {@link Continuity} decide, and takes the partitions. */
public final class Resync {

    private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

    private static final Duration TICK = Duration.ofMillis(20);

    private final TableSelection tables;
    private final String worker;
    private @Nullable String lastOwner;
    private List<String> leftOut = List.of();

    /**
     * For one worker.
     *
     * @param worker how it is called; nobody else may be called so
     */
    public Resync(TableSelection tables, String worker) {
        this.tables = tables;
        this.worker = worker;
    }

    /**
     * What a run needs to begin.
     *
     * @param owner how this run is called in the watermarks; an earlier one can change nothing any more
     * @param mayGrow whether tables that come later may have to be followed too
     * @param cascades what foreign keys change without an event
     */
    public record Opened(
            String owner, Continuity.Start start, List<TableSchema> schemas, boolean mayGrow, Cascades cascades) {

        /** What each partition has reached. */
        public List<Progress> reached() {
            return start.watermarks().stream().map(Watermark::progress).toList();
        }
    }

    /**
     * Takes every partition for this worker.
     *
     * @param broughtUpToDate the schema change up to which this worker has just applied everything, if that is why it
     *     begins again
     * @param givenUp whether the place where Redis stands could not be read often enough to leave it
     * @throws UnfitSourceException where the source's settings are wrong
     * @throws dev.lockstep.cache.table.UnfitTableException where a table cannot be captured; later it is left out
     */
    public Opened open(RedisCache cache, SourceDatabase source, Optional<Position> broughtUpToDate, boolean givenUp)
            throws SQLException, InterruptedException {
        requireFit(cache, source);
        String owner = worker + "/" + UUID.randomUUID();
        List<TableSchema> schemas = schemas(source);
        Cascades cascades = new Cascades(
                source.silentForeignKeys(),
                schemas.stream().map(TableSchema::name).collect(Collectors.toUnmodifiableSet()));
        List<Optional<Watermark>> stored = new ArrayList<>();
        for (int partition = 0; partition < cache.layout().partitions(); partition++) {
            stored.add(cache.watermark(partition).toCompletableFuture().join());
        }
        long now = stored.stream().allMatch(Optional::isPresent) ? seconds(cache) : nextSecond(cache);
        // What has been applied may not be executed yet: it owns its GTID until then. First these, or one slips
        // through.
        String owned = source.owned();
        SourceFacts facts = source.facts();
        String known = owned.isEmpty() ? facts.executed() : facts.executed() + "," + owned;
        Continuity.Start start = Continuity.decide(
                new Continuity.Known(
                        stored,
                        facts,
                        schemas.stream().collect(Collectors.toMap(TableSchema::name, TableSchema::fingerprint)),
                        broughtUpToDate,
                        isComplete(source, facts, known, stored),
                        givenUp,
                        now),
                owner);
        if (start.keepsEntries()) {
            LOG.info("{}", start.reason());
        } else {
            LOG.warn("{}", start.reason());
        }
        take(cache, stored, start);
        lastOwner = owner;
        return new Opened(owner, start, schemas, tables.isOpen() || !leftOut.isEmpty(), cascades);
    }

    private List<TableSchema> schemas(SourceDatabase source) throws SQLException {
        Selected selected = source.schemas(tables, lastOwner != null);
        if (!selected.leftOut().equals(leftOut)) {
            leftOut = selected.leftOut();
            leftOut.forEach(each -> LOG.warn("left out: {}", each));
        }
        return selected.schemas();
    }

    /** What is missed while the source cannot be followed is never heard of, so what stands in Redis is given up at once. */
    private void requireFit(RedisCache cache, SourceDatabase source) throws SQLException {
        try {
            source.requireFit();
        } catch (UnfitSourceException e) {
            if (lastOwner != null) {
                for (int partition = 0; partition < cache.layout().partitions(); partition++) {
                    cache.abandon(partition, lastOwner).toCompletableFuture().join();
                }
            }
            throw e;
        }
    }

    /** How the worker is called. */
    public String worker() {
        return worker;
    }

    /**
     * An epoch is called after the second in which it began. Whatever the lost watermark's was, it began before this, so that
     * of the next second is another one.
     */
    private static long nextSecond(RedisCache cache) throws InterruptedException {
        long noticed = seconds(cache);
        long now = noticed;
        while (now == noticed) {
            TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
            now = seconds(cache);
        }
        return now;
    }

    private static long seconds(RedisCache cache) {
        return cache.clock(0).toCompletableFuture().join() / 1000;
    }

    private static boolean isComplete(
            SourceDatabase source, SourceFacts facts, String known, List<Optional<Watermark>> stored)
            throws SQLException {
        for (Optional<Watermark> each : stored) {
            if (each.isPresent()) {
                Progress progress = each.get().progress();
                // A transaction of which only a part is applied is needed once more.
                if (!source.contains(known, progress.gtids())
                        || !source.hasEverythingAfter(Offsets.gtids(progress.offset()))
                        || isReset(source, facts, each.get())) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What GTIDs do not tell: on the same server the binlog must not end before the place that was reached, and must still have
     * its file, as transactions without GTIDs may have gone with it.
     */
    private static boolean isReset(SourceDatabase source, SourceFacts facts, Watermark stored) throws SQLException {
        Progress progress = stored.progress();
        return stored.server().equals(facts.server())
                && (facts.end().compareTo(progress.position().transaction()) < 0
                        || !source.hasFile(Offsets.file(progress.offset())));
    }

    private static void take(RedisCache cache, List<Optional<Watermark>> stored, Continuity.Start start) {
        for (int partition = 0; partition < stored.size(); partition++) {
            Position found = stored.get(partition)
                    .map(each -> each.progress().position())
                    .orElse(null);
            Watermark watermark = start.watermarks().get(partition);
            if (!cache.open(partition, found, watermark).toCompletableFuture().join()) {
                throw new PartitionTakenException(partition, found);
            }
        }
    }
}
