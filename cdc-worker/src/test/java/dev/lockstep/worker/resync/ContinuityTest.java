package dev.lockstep.worker.resync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.capture.HalfApplied;
import dev.lockstep.worker.capture.Offsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContinuityTest {

    private static final TableName HERO = new TableName("heroes", "hero");
    private static final TableName OTHER = new TableName("heroes", "other");
    private static final Map<TableName, String> TABLES = Map.of(HERO, "shape");
    private static final Map<TableName, String> OTHER_TABLES = Map.of(HERO, "other shape");
    private static final long NOW = 1_000;
    private static final SourceFacts SOURCE =
            new SourceFacts("server-a", "binlog.000007", new Coordinate(7, 700), "uuid:1-70");

    @Test
    void anEmptyRedisBeginsWithWhatIsNotExecutedYetAndAFenceAtTheEndOfTheBinlog() {
        Continuity.Start start = decide(List.of(Optional.empty()), TABLES, true);

        assertThat(start.keepsEntries()).isFalse();
        assertThat(start.epoch()).isEqualTo(NOW);
        assertThat(start.startOffset()).isEqualTo("{\"file\":\"binlog.000007\",\"pos\":4,\"gtids\":\"uuid:1-70\"}");
        assertThat(start.watermarks()).singleElement().satisfies(watermark -> {
            assertThat(watermark.fence()).isEqualTo(Position.before(NOW, SOURCE.end()));
            assertThat(watermark.progress().position()).isEqualTo(Position.startOf(NOW));
        });
    }

    @Test
    void theSameServerGoesOnFromTheSmallestWatermark() {
        Continuity.Start start =
                decide(List.of(watermark(5, 500, "server-a"), watermark(5, 400, "server-a")), TABLES, true);

        assertThat(start.keepsEntries()).isTrue();
        assertThat(start.epoch()).isEqualTo(5);
        assertThat(start.startOffset()).isEqualTo(offset(400));
        assertThat(start.watermarks())
                .extracting(each -> each.progress().position())
                .containsExactly(at(5, 500), at(5, 400));
        assertThat(start.watermarks())
                .allSatisfy(each -> assertThat(each.fence()).isNull());
    }

    @Test
    void onePartitionWithoutAWatermarkIsReasonEnoughToBeginAnew() {
        Continuity.Start start = decide(List.of(watermark(5, 500, "server-a"), Optional.empty()), TABLES, true);

        assertThat(start.keepsEntries()).isFalse();
        assertThat(start.watermarks()).hasSize(2);
    }

    @Test
    void aGapInTheSourceBeginsAnewAboveEveryEpochBefore() {
        Continuity.Start start = decide(List.of(watermark(NOW + 50, 500, "server-a")), TABLES, false);

        assertThat(start.keepsEntries()).isFalse();
        assertThat(start.epoch()).isEqualTo(NOW + 51);
        assertThat(start.watermarks().getFirst().fence()).isEqualTo(Position.before(NOW + 51, SOURCE.end()));
    }

    @Test
    void anotherServerWithoutAGapKeepsTheEntriesInANewEpoch() {
        Continuity.Start start = decide(List.of(watermark(5, 500, "server-b")), TABLES, true);

        assertThat(start.keepsEntries()).isTrue();
        assertThat(start.epoch()).isEqualTo(NOW);
        assertThat(start.startOffset()).isEqualTo(beginning(500));
        assertThat(start.watermarks()).singleElement().satisfies(watermark -> {
            assertThat(watermark.fence()).isNull();
            assertThat(watermark.server()).isEqualTo("server-a");
            assertThat(watermark.progress().position()).isEqualTo(Position.startOf(NOW));
            assertThat(watermark.progress().gtids()).isEqualTo("gtids 500");
        });
    }

    @Test
    void anotherServerBeginsEveryPartitionWhereTheLastOneIs() {
        Continuity.Start start =
                decide(List.of(watermark(5, 500, "server-b"), watermark(5, 400, "server-b")), TABLES, true);

        assertThat(start.startOffset()).isEqualTo(beginning(400));
        assertThat(start.watermarks()).allSatisfy(watermark -> {
            assertThat(watermark.progress().offset()).isEqualTo(beginning(400));
            assertThat(watermark.kept())
                    .isEqualTo(new KeptEpochs(List.of(at(5, 400)), Position.before(NOW, SOURCE.end())));
        });
    }

    @Test
    void ofAHalfAppliedTransactionNothingIsCertain() {
        Position half = new Position(5, new Coordinate(6, 500), 3);
        Watermark stored =
                new Watermark(new Progress(half, "offset 500", "gtids"), "server-b", TABLES, "somebody", null);
        Continuity.Start start = decide(List.of(Optional.of(stored)), TABLES, true);

        assertThat(start.watermarks().getFirst().kept().certain()).containsExactly(at(5, 500));
    }

    @Test
    void olderEpochsStayAsTheyWere() {
        KeptEpochs before = new KeptEpochs(List.of(at(6, 90), at(5, 500)), at(7, 10));

        assertThat(before.afterSwitch(at(7, 20), at(7, 10), at(8, 30)))
                .isEqualTo(new KeptEpochs(List.of(at(7, 10), at(6, 90), at(5, 500)), at(8, 30)));
    }

    @Test
    void aBeginningThatWasCutOffIsMadeAgain() {
        Continuity.Start start =
                decide(List.of(watermark(5, 500, "server-a"), watermark(4, 400, "server-a")), TABLES, true);

        assertThat(start.keepsEntries()).isFalse();
    }

    @Test
    void whatLeavesNoTransactionOutGoesOnInTheSameFileOnly() {
        Optional<Watermark> begun = Optional.of(
                decide(List.of(Optional.empty()), TABLES, true).watermarks().getFirst());
        SourceFacts next = new SourceFacts("server-a", "binlog.000008", new Coordinate(8, 4), "uuid:1-70");

        assertThat(decide(List.of(begun), TABLES, true).keepsEntries()).isTrue();
        assertThat(Continuity.decide(
                                new Continuity.Known(List.of(begun), next, TABLES, Optional.empty(), true, false, NOW),
                                "me")
                        .keepsEntries())
                .isFalse();
    }

    @Test
    void aSwitchThatWasCutOffBeginsAnewToo() {
        Continuity.Start start =
                decide(List.of(watermark(6, 0, "server-a"), watermark(5, 400, "server-b")), TABLES, true);

        assertThat(start.keepsEntries()).isFalse();
    }

    @Test
    void onlyTheTableThatLooksOtherwiseIsFencedUpToTheEnd() {
        Map<TableName, String> both = Map.of(HERO, "shape", OTHER, "as it was");
        List<Optional<Watermark>> stored = List.of(watermark(5, 500, both), watermark(5, 400, both));
        Continuity.Start start = decide(stored, Map.of(HERO, "another shape", OTHER, "as it was"), true);

        assertThat(start.keepsEntries()).isTrue();
        assertThat(start.startOffset()).isEqualTo(offset(400));
        assertThat(start.watermarks()).allSatisfy(each -> {
            assertThat(each.fence()).isNull();
            assertThat(each.fences()).isEqualTo(Map.of(HERO, Position.before(5, SOURCE.end())));
        });
    }

    @Test
    void aTableThatIsNewOrWhoseShapeIsNotKnownInEveryPartitionIsFencedToo() {
        Map<TableName, String> both = Map.of(HERO, "shape", OTHER, "as it was");
        List<Optional<Watermark>> stored = List.of(watermark(5, 500, both), watermark(5, 400, TABLES));

        assertThat(decide(stored, both, true).watermarks())
                .allSatisfy(each -> assertThat(each.fences()).containsOnlyKeys(OTHER));
    }

    @Test
    void aTableThatIsNotFollowedAnyMoreIsNoReasonToLoseOthers() {
        Map<TableName, String> both = Map.of(HERO, "shape", OTHER, "as it was");
        Continuity.Start start = decide(List.of(watermark(5, 500, both)), TABLES, true);

        assertThat(start.keepsEntries()).isTrue();
        assertThat(start.watermarks().getFirst().fences()).isEmpty();
    }

    @Test
    void anotherSetOfTablesInTheMiddleOfATransactionBeginsAnew() {
        Progress middle = new Progress(new Position(5, new Coordinate(6, 500), 3), offset(500), "gtids");
        List<Optional<Watermark>> stored = List.of(Optional.of(new Watermark(middle, "server-a", TABLES, "x", null)));

        assertThat(decide(stored, TABLES, true).keepsEntries()).isTrue();
        assertThat(decide(stored, Map.of(HERO, "shape", OTHER, "new"), true).keepsEntries())
                .isFalse();
        assertThat(decide(stored, Map.of(), true).keepsEntries()).isFalse();
    }

    @Test
    void whatWasAppliedInPartWhenATableLookedOtherwiseIsNamed() {
        Progress middle = new Progress(new Position(5, new Coordinate(6, 500), 3), offset(500), "gtids");
        List<Optional<Watermark>> stored = List.of(
                Optional.of(new Watermark(middle, "server-a", TABLES, "x", null)), watermark(5, 400, "server-a"));

        assertThat(decide(stored, OTHER_TABLES, true).half())
                .isEqualTo(new HalfApplied(Set.of(new Coordinate(6, 500)), Set.of(HERO)));
        assertThat(decide(stored, TABLES, true).half()).isEqualTo(HalfApplied.NONE);
    }

    @Test
    void onAnotherServerATableThatLooksOtherwiseIsFencedInTheNewEpoch() {
        Continuity.Start start = decide(List.of(watermark(5, 500, "server-b")), OTHER_TABLES, true);

        assertThat(start.keepsEntries()).isTrue();
        assertThat(start.watermarks().getFirst().fences())
                .isEqualTo(Map.of(OTHER_TABLES.keySet().iterator().next(), Position.before(NOW, SOURCE.end())));
    }

    @Test
    void aTableThatThisWorkerHasSeenChangingIsClearedAlready() {
        List<Optional<Watermark>> cleared = List.of(watermark(5, 500, Map.of()));

        assertThat(decide(cleared, TABLES, Optional.of(at(5, 500)))
                        .watermarks()
                        .getFirst()
                        .fences())
                .isEmpty();
        assertThat(decide(cleared, TABLES, Optional.of(at(5, 501)))
                        .watermarks()
                        .getFirst()
                        .fences())
                .isNotEmpty();
        assertThat(decide(List.of(watermark(5, 500, "server-a")), OTHER_TABLES, Optional.of(at(5, 500)))
                        .watermarks()
                        .getFirst()
                        .fences())
                .as("another one has changed behind it")
                .isNotEmpty();
    }

    @Test
    void aPlaceThatCannotBeReadIsLeft() {
        Continuity.Start start = Continuity.decide(
                new Continuity.Known(
                        List.of(watermark(5, 500, "server-a")), SOURCE, TABLES, Optional.empty(), true, true, NOW),
                "me");

        assertThat(start.keepsEntries()).isFalse();
    }

    private static Continuity.Start decide(
            List<Optional<Watermark>> stored, Map<TableName, String> tables, boolean complete) {
        return Continuity.decide(
                new Continuity.Known(stored, SOURCE, tables, Optional.empty(), complete, false, NOW), "me");
    }

    private static Continuity.Start decide(
            List<Optional<Watermark>> stored, Map<TableName, String> tables, Optional<Position> schemaChange) {
        return Continuity.decide(new Continuity.Known(stored, SOURCE, tables, schemaChange, true, false, NOW), "me");
    }

    private static Optional<Watermark> watermark(long epoch, long offset, Map<TableName, String> tables) {
        Progress progress = new Progress(at(epoch, offset), offset(offset), "gtids");
        return Optional.of(new Watermark(progress, "server-a", tables, "somebody", null));
    }

    private static Optional<Watermark> watermark(long epoch, long offset, String server) {
        Progress progress = new Progress(at(epoch, offset), offset(offset), "with the half-applied one");
        return Optional.of(new Watermark(progress, server, TABLES, "somebody", null));
    }

    /** Of an epoch on the server as it is now, with what was reached on another. */
    private static String beginning(long offset) {
        return Offsets.blind(SOURCE.file(), "gtids " + offset);
    }

    private static String offset(long offset) {
        return Offsets.at("binlog.000006", offset, "gtids " + offset);
    }

    private static Position at(long epoch, long offset) {
        return Position.before(epoch, new Coordinate(6, offset));
    }
}
