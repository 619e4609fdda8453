package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks both sides, has {@link Continuity} decide, and takes the partitions. */
public final class Resync {

    private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

    private final List<TableName> tables;
    private final String owner;

    /**
     * For one worker.
     *
     * @param owner how the worker is called in the watermarks
     */
    public Resync(List<TableName> tables, String owner) {
        this.tables = List.copyOf(tables);
        this.owner = owner;
    }

    /** What a run needs to begin. */
    public record Opened(Continuity.Start start, List<TableSchema> schemas) {

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
     * @throws dev.lockstep.cache.table.UnfitTableException where a table cannot be captured
     */
    public Opened open(RedisCache cache, SourceDatabase source, Optional<Position> broughtUpToDate, boolean givenUp)
            throws SQLException {
        source.requireFit();
        List<TableSchema> schemas = source.schemas(tables);
        List<Optional<Watermark>> stored = new ArrayList<>();
        for (int partition = 0; partition < cache.layout().partitions(); partition++) {
            stored.add(cache.watermark(partition).toCompletableFuture().join());
        }
        long now = cache.clock(0).toCompletableFuture().join() / 1000;
        SourceFacts facts = source.facts();
        Continuity.Start start = Continuity.decide(
                new Continuity.Known(
                        stored,
                        facts,
                        schemas.stream().collect(Collectors.toMap(TableSchema::name, TableSchema::fingerprint)),
                        broughtUpToDate,
                        isComplete(source, facts, stored),
                        givenUp,
                        now),
                owner);
        if (start.keepsEntries()) {
            LOG.info("{}", start.reason());
        } else {
            LOG.warn("{}", start.reason());
        }
        take(cache, stored, start);
        return new Opened(start, schemas);
    }

    public String owner() {
        return owner;
    }

    private static boolean isComplete(SourceDatabase source, SourceFacts facts, List<Optional<Watermark>> stored)
            throws SQLException {
        for (Optional<Watermark> each : stored) {
            if (each.isPresent()) {
                String gtids = each.get().progress().gtids();
                if (!source.contains(facts.executed(), gtids) || !source.hasEverythingAfter(gtids)) {
                    return false;
                }
            }
        }
        return true;
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
