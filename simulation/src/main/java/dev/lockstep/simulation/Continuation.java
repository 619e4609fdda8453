package dev.lockstep.simulation;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Rule;
import dev.lockstep.worker.capture.Offsets;
import dev.lockstep.worker.resync.Continuity;
import dev.lockstep.worker.resync.SourceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does before a run: it asks both sides and has the real {@link Continuity} decide.
 */
final class Continuation {

    /** A place in the binlog where a transaction starts. */
    private static final long ANYWHERE = 1_000;

    /** The only shape of the only table. */
    static final String SHAPE = "shape";

    static final Map<TableName, String> TABLES = Map.of(new TableName("s", "t"), SHAPE);

    private final Rule rule;
    private final Tampering tampering;

    Continuation(Rule rule) {
        this.rule = rule;
        this.tampering = new Tampering(rule);
    }

    /**
     * What a worker knows when it decides.
     *
     * @param found the partitions' watermarks, null where there is none
     * @param executed of the server
     * @param owned what is in its binlog and not executed yet
     * @param purged of the server
     */
    record Known(
            List<@Nullable Mark> found,
            String server,
            Coordinate end,
            long executed,
            long owned,
            long purged,
            long nowSeconds,
            String owner) {

        /** The watermarks that there are. */
        List<Watermark> stored() {
            List<Watermark> stored = new ArrayList<>();
            for (Mark each : found) {
                if (each != null) {
                    stored.add(each.watermark());
                }
            }
            return stored;
        }

        /** In how many epochs the partitions are. */
        long epochs() {
            return stored().stream()
                    .map(each -> each.progress().position().epoch())
                    .distinct()
                    .count();
        }

        /** Whether every partition has a watermark, all in one epoch. */
        boolean isWhole() {
            return !found.contains(null) && epochs() == 1;
        }
    }

    /**
     * From where a run begins.
     *
     * @param offset the transactions that the server need not send
     * @param keeps whether what stands in Redis still counts
     */
    record Start(List<Watermark> watermarks, long offset, boolean keeps, String reason) {

        long epoch() {
            return watermarks.getFirst().progress().position().epoch();
        }
    }

    Start decide(Known known) {
        boolean complete = isComplete(known);
        List<Optional<Watermark>> stored = known.found().stream()
                .map(each -> Optional.ofNullable(each).map(mark -> inTheEnginesWords(mark.watermark())))
                .toList();
        Continuity.Start decided = Continuity.decide(
                new Continuity.Known(
                        stored, facts(known), TABLES, Optional.empty(), complete, false, known.nowSeconds()),
                known.owner());
        List<Watermark> watermarks =
                decided.watermarks().stream().map(Continuation::inOurs).toList();
        Start start = new Start(
                watermarks,
                Gtids.parse(Offsets.gtids(decided.startOffset())),
                decided.keepsEntries(),
                decided.reason());
        return tampering.tamper(start, known, complete);
    }

    /** The engine's offset says more than the set of transactions, which is all that matters here. */
    private static Watermark inTheEnginesWords(Watermark ours) {
        return withOffset(ours, Offsets.at("binlog.1", ANYWHERE, ours.progress().offset()));
    }

    private static Watermark inOurs(Watermark engines) {
        return withOffset(engines, Offsets.gtids(engines.progress().offset()));
    }

    private static Watermark withOffset(Watermark old, String offset) {
        Progress progress = old.progress();
        return new Watermark(
                new Progress(progress.position(), offset, progress.gtids()),
                old.server(),
                old.tables(),
                old.owner(),
                old.kept(),
                old.fence());
    }

    private static SourceFacts facts(Known known) {
        return new SourceFacts(
                known.server(), "binlog." + known.end().file(), known.end(), Gtids.text(known.executed()));
    }

    private boolean isComplete(Known known) {
        long has = known.executed() | (rule.has(Mistake.OWNED_NOT_ASKED) ? 0 : known.owned());
        for (Watermark each : known.stored()) {
            long gtids = Gtids.parse(each.progress().gtids());
            long whole = Gtids.parse(each.progress().offset());
            long asked = rule.has(Mistake.HALF_TRANSACTION_PURGED) ? gtids : whole;
            if (!Gtids.contains(has, gtids) || !Gtids.contains(asked, known.purged())) {
                return false;
            }
        }
        return true;
    }
}
