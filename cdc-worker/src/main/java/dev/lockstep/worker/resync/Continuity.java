package dev.lockstep.worker.resync;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.HalfApplied;
import dev.lockstep.worker.capture.Offsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides from where a run begins, and whether what stands in Redis still counts. Pure: it is given what Redis and the
 * source say.
 *
 * <p>Continuity is kept where every partition has a watermark, the source still has every transaction after it and has not
 * gone back before it. Otherwise a new epoch begins with what the source has not executed yet, with a fence at the source's
 * present end, below which nothing counts and nobody fills; nothing is scanned.
 *
 * <p>A table that looks otherwise than it did has such a fence of its own: rows that were written before it was looked at may
 * be of another shape, and all of them are before that end. How rows are counted in a transaction depends on the tables too, so
 * the capture is told which are applied in part; where the very set of tables is another, nothing can be kept in the middle of one.
 */
public final class Continuity {

    private Continuity() {}

    /**
     * What is known before a start.
     *
     * @param stored each partition's watermark
     * @param source what the source says of itself
     * @param tables what is captured now, with the fingerprint of each shape
     * @param schemaChange up to which this worker itself has just applied everything; that the tables changed by it look
     *     otherwise is then no surprise
     * @param complete whether the source still has everything after the stored watermarks, and nothing less than they do
     * @param givenUp whether the place where Redis stands could not be read, again and again
     * @param nowSeconds the time in Redis, since 1970
     */
    public record Known(
            List<Optional<Watermark>> stored,
            SourceFacts source,
            Map<TableName, String> tables,
            Optional<Position> schemaChange,
            boolean complete,
            boolean givenUp,
            long nowSeconds) {}

    /**
     * From where to begin.
     *
     * @param watermarks what each partition's watermark becomes
     * @param startOffset for the capture
     * @param reached the smallest position among the watermarks
     * @param half what was applied in part when tables looked otherwise
     * @param reason in words, for the log
     */
    public record Start(
            List<Watermark> watermarks,
            String startOffset,
            Position reached,
            boolean keepsEntries,
            HalfApplied half,
            String reason) {

        /** Of the positions of this run. */
        public long epoch() {
            return reached.epoch();
        }
    }

    /** The decision. */
    public static Start decide(Known known, String owner) {
        String lost = whyLost(known);
        if (!lost.isEmpty()) {
            return anew(known, owner, lost);
        }
        List<Watermark> stored =
                known.stored().stream().map(Optional::orElseThrow).toList();
        boolean sameServer = stored.stream()
                .allMatch(each -> each.server().equals(known.source().server()));
        return sameServer ? resume(stored, known, owner) : otherServer(stored, known, owner);
    }

    private static String whyLost(Known known) {
        if (known.stored().stream().anyMatch(Optional::isEmpty)) {
            return "Redis has no watermark: it is new, was emptied, or has evicted it";
        }
        List<Watermark> stored =
                known.stored().stream().map(Optional::orElseThrow).toList();
        if (!known.complete()) {
            return "the source no longer has every transaction after the watermark, or has gone back before it";
        }
        if (hasSeveralEpochs(stored)) {
            return "a new epoch was begun in some partitions only";
        }
        if (known.givenUp()) {
            return "the place after the watermark cannot be read";
        }
        if (stored.stream().anyMatch(each -> isLeftBehind(each, known.source()))) {
            return "the binlog has gone on to another file since the watermark, and nobody can tell whether without GTIDs";
        }
        boolean sameSet = stored.stream()
                .allMatch(each -> each.tables().keySet().equals(known.tables().keySet()));
        return sameSet || stored.stream().allMatch(Continuity::isBetweenTransactions)
                ? ""
                : "in the middle of a transaction, the tables are others than when the worker stopped";
    }

    private static boolean isBetweenTransactions(Watermark stored) {
        long ordinal = stored.progress().position().ordinal();
        return ordinal == Position.BEFORE || ordinal == Position.AFTER;
    }

    /** Tables of which Redis may have rows in another shape, or may be sent some. */
    private static Set<TableName> reshaped(List<Watermark> stored, Known known) {
        boolean seenChanging = known.schemaChange().isPresent()
                && stored.stream()
                        .allMatch(each -> each.progress()
                                        .position()
                                        .compareTo(known.schemaChange().orElseThrow())
                                >= 0);
        Set<TableName> reshaped = new TreeSet<>(Comparator.comparing(TableName::toString));
        known.tables().forEach((table, shape) -> {
            for (Watermark each : stored) {
                String before = each.tables().get(table);
                // What this worker has seen changing is cleared up to there, and has no shape since.
                if (before == null ? !seenChanging : !before.equals(shape)) {
                    reshaped.add(table);
                }
            }
        });
        return reshaped;
    }

    private static HalfApplied halfApplied(List<Watermark> stored, Set<TableName> reshaped) {
        return reshaped.isEmpty()
                ? HalfApplied.NONE
                : new HalfApplied(
                        stored.stream()
                                .filter(each -> !isBetweenTransactions(each))
                                .map(each -> each.progress().position().transaction())
                                .collect(Collectors.toSet()),
                        reshaped);
    }

    private static Map<TableName, Position> fences(Set<TableName> tables, Position at) {
        return tables.stream().collect(Collectors.toMap(each -> each, each -> at));
    }

    private static boolean isLeftBehind(Watermark stored, SourceFacts source) {
        String offset = stored.progress().offset();
        return stored.server().equals(source.server())
                && Offsets.isBlind(offset)
                && !Offsets.file(offset).equals(source.file());
    }

    /** Nobody can tell which of two epochs is further: while one was begun, an older run may have gone on in the other. */
    private static boolean hasSeveralEpochs(List<Watermark> stored) {
        return stored.stream()
                        .map(each -> each.progress().position().epoch())
                        .distinct()
                        .count()
                > 1;
    }

    private static Start resume(List<Watermark> stored, Known known, String owner) {
        Progress least = least(stored);
        Set<TableName> reshaped = reshaped(stored, known);
        Position end = Position.before(least.position().epoch(), known.source().end());
        List<Watermark> same = stored.stream()
                .map(each -> new Watermark(
                        each.progress(),
                        each.server(),
                        known.tables(),
                        owner,
                        each.kept(),
                        null,
                        fences(reshaped, end)))
                .toList();
        return new Start(
                same,
                least.offset(),
                least.position(),
                true,
                halfApplied(stored, reshaped),
                "going on from " + least.position() + (reshaped.isEmpty() ? "" : "; looking otherwise: " + reshaped));
    }

    /**
     * GTIDs show that nothing is missing: entries that are certainly in the past stay good, only the numbering is another.
     * All partitions begin where the last of them is, as nobody could tell which of two new positions is which old one.
     */
    private static Start otherServer(List<Watermark> stored, Known known, String owner) {
        long epoch = newEpoch(stored, known);
        Progress least = least(stored);
        // Only whole transactions: the half-applied one comes again, and until then nothing is proved of it.
        String gtids = Offsets.gtids(least.offset());
        Progress begin = new Progress(
                Position.startOf(epoch), Offsets.blind(known.source().file(), gtids), gtids);
        Position end = Position.before(epoch, known.source().end());
        Map<TableName, Position> fences = fences(reshaped(stored, known), end);
        List<Watermark> moved = stored.stream()
                .map(each -> new Watermark(
                        begin,
                        known.source().server(),
                        known.tables(),
                        owner,
                        each.kept().afterSwitch(each.progress().position(), least.position(), end),
                        null,
                        fences))
                .toList();
        return new Start(
                moved,
                begin.offset(),
                begin.position(),
                true,
                HalfApplied.NONE,
                "another server goes on without a gap; epoch %d".formatted(epoch));
    }

    private static Start anew(Known known, String owner, String reason) {
        List<Watermark> stored =
                known.stored().stream().flatMap(Optional::stream).toList();
        SourceFacts source = known.source();
        long epoch = newEpoch(stored, known);
        // A transaction before the end that is not executed yet comes by the stream, and must not look like a replay:
        // its
        // GTID decides that it comes, so the place says no more than the file.
        String offset = Offsets.blind(source.file(), source.executed());
        Watermark fenced = new Watermark(
                new Progress(Position.startOf(epoch), offset, source.executed()),
                source.server(),
                known.tables(),
                owner,
                Position.before(epoch, source.end()));
        List<Watermark> all = known.stored().stream().map(each -> fenced).toList();
        return new Start(
                all,
                offset,
                Position.startOf(epoch),
                false,
                HalfApplied.NONE,
                "%s; beginning anew in epoch %d".formatted(reason, epoch));
    }

    private static long newEpoch(List<Watermark> stored, Known known) {
        long last = stored.stream()
                .mapToLong(each -> each.progress().position().epoch())
                .max()
                .orElse(0);
        return Math.max(known.nowSeconds(), last + 1);
    }

    private static Progress least(List<Watermark> watermarks) {
        return watermarks.stream()
                .map(Watermark::progress)
                .min(Comparator.comparing(Progress::position))
                .orElseThrow();
    }
}
