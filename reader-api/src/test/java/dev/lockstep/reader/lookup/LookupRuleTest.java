package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Reading.Kind;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.source.Found;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.Sighting.Shortfall;
import dev.lockstep.reader.source.SourceRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LookupRuleTest {

    private static final Duration MOST_LAG = Duration.ofSeconds(5);
    private static final Optional<Duration> NEAR = Optional.of(MOST_LAG);
    private static final Optional<Duration> FAR = Optional.of(MOST_LAG.plusMillis(1));
    private static final Duration LEFT = Duration.ofMillis(200);
    private static final Coordinate WATERMARK = new Coordinate(7, 1_000);

    private final LookupRule rule = new LookupRule(MOST_LAG, 50);
    private final Column name = new Column("name", ColumnType.TEXT, 0, 0);
    private final TableSchema table = new TableSchema(new TableName("heroes", "hero"), List.of(name), List.of(name));

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PRESENT", "ABSENT"})
    void whatRedisKnowsIsTheAnswerHoweverOldItIs(Kind kind) {
        assertThat(rule.afterRead(kind, NEAR, Demand.NONE, LEFT)).isEqualTo(new Step.Answer());
        assertThat(rule.afterRead(kind, FAR, Demand.NONE, LEFT)).isEqualTo(new Step.Answer());
        assertThat(rule.afterRead(kind, Optional.empty(), Demand.NONE, LEFT)).isEqualTo(new Step.Answer());
        assertThat(rule.afterWait(kind, NEAR, Demand.NONE, true)).isEqualTo(new Step.Answer());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SETTLING", "NOTHING"})
    void aMissAsksForALeaseOnlyWhereTheWorkerIsNear(Kind kind) {
        assertThat(rule.afterRead(kind, NEAR, Demand.NONE, LEFT)).isEqualTo(new Step.AskForLease());
        assertThat(rule.afterRead(kind, FAR, Demand.NONE, LEFT)).isEqualTo(new Step.LoadOnly(Doubt.WORKER_BEHIND));
        assertThat(rule.afterRead(kind, Optional.empty(), Demand.NONE, LEFT))
                .isEqualTo(new Step.LoadOnly(Doubt.WORKER_BEHIND));
    }

    @Test
    void aRowThatSomebodyElseFillsIsWaitedForUntilTheTimeIsOver() {
        assertThat(rule.afterRead(Kind.LEASED, NEAR, Demand.NONE, LEFT)).isEqualTo(new Step.WaitForOther());
        assertThat(rule.afterLease(new LeaseOutcome.Taken(), Demand.NONE)).isEqualTo(new Step.WaitForOther());
        assertThat(rule.afterWait(Kind.LEASED, NEAR, Demand.NONE, false)).isEqualTo(new Step.WaitForOther());
        assertThat(rule.afterWait(Kind.LEASED, NEAR, Demand.NONE, true)).isEqualTo(new Step.LoadOnly(Doubt.TAKEN));
    }

    @ParameterizedTest
    @CsvSource({"NOTHING, TAKEN", "SETTLING, UNFIT"})
    void aWaitThatHasComeToNothingEndsAtTheDatabase(Kind kind, Doubt doubt) {
        assertThat(rule.afterWait(kind, NEAR, Demand.NONE, false)).isEqualTo(new Step.LoadOnly(doubt));
    }

    @Test
    void aSettlingRowIsNotFilled() {
        assertThat(rule.afterLease(new LeaseOutcome.OtherShape(), Demand.NONE))
                .isEqualTo(new Step.LoadOnly(Doubt.OTHER_SHAPE));
        assertThat(rule.afterLease(new LeaseOutcome.Unfit(), Demand.NONE)).isEqualTo(new Step.LoadOnly(Doubt.UNFIT));
    }

    @Test
    void aLeaseIsUsedOnlyWhereItsWatermarkCanBeChecked() {
        Granted good = lease("uuid:1-5", "uuid", NEAR);

        assertThat(rule.afterLease(good, Demand.NONE)).isEqualTo(new Step.LoadAndFill(good));
        assertThat(rule.afterLease(lease("", "uuid", NEAR), Demand.NONE))
                .isEqualTo(new Step.LoadOnly(Doubt.NOTHING_TO_CHECK));
        assertThat(rule.afterLease(lease("uuid:1-5", "", NEAR), Demand.NONE))
                .isEqualTo(new Step.LoadOnly(Doubt.NOTHING_TO_CHECK));
        assertThat(rule.afterLease(lease("uuid:1-5", "uuid", FAR), Demand.NONE))
                .isEqualTo(new Step.LoadOnly(Doubt.WORKER_BEHIND));
        assertThat(rule.afterLease(lease("uuid:1-5", "uuid", Optional.empty()), Demand.NONE))
                .isEqualTo(new Step.LoadOnly(Doubt.WORKER_BEHIND));
    }

    @Test
    void aRowThatWasSeenWholeIsKeptWithTheEndOfTheBinlog() {
        Coordinate end = new Coordinate(8, 4);

        assertThat(afterLoad(new Sighting.Complete(found(row("Ada")), end))).isEqualTo(new LookupRule.Keep(end));
        assertThat(afterLoad(new Sighting.Complete(found(Optional.empty()), end)))
                .isEqualTo(new LookupRule.Keep(end));
        assertThat(afterLoad(new Sighting.Complete(found(row("Ada")), WATERMARK)))
                .isEqualTo(new LookupRule.Keep(WATERMARK));
    }

    @ParameterizedTest
    @CsvSource({"OTHER_SERVER, OTHER_SERVER", "NOT_VISIBLE, NOT_VISIBLE", "NO_BINLOG, NO_END"})
    void aRowThatMayNotHaveBeenSeenWholeIsNotKept(Shortfall shortfall, Doubt doubt) {
        assertThat(afterLoad(new Sighting.Doubtful(found(row("Ada")), shortfall)))
                .isEqualTo(new LookupRule.Leave(doubt));
        assertThat(afterLoad(new Sighting.Doubtful(found(Optional.empty()), shortfall)))
                .isEqualTo(new LookupRule.Leave(doubt));
    }

    @Test
    void aBinlogThatEndsBeforeTheWatermarkProvesNothing() {
        assertThat(afterLoad(new Sighting.Complete(found(row("Ada")), new Coordinate(7, 999))))
                .isEqualTo(new LookupRule.Leave(Doubt.NO_END));
    }

    @Test
    void aRowThatIsNoneOfThoseToKeepOrTooLargeOrNoDocumentIsNotKept() {
        Coordinate end = new Coordinate(8, 4);
        SourceRow ada = row("Ada").orElseThrow();
        SourceRow bare = new SourceRow(ada.key(), Optional.empty(), true, Optional.empty());
        SourceRow filtered = new SourceRow(ada.key(), ada.document(), false, Optional.empty());

        assertThat(afterLoad(new Sighting.Complete(found(Optional.of(filtered)), end)))
                .isEqualTo(new LookupRule.Leave(Doubt.NOT_KEPT));
        assertThat(afterLoad(new Sighting.Complete(found(Optional.of(bare)), end)))
                .isEqualTo(new LookupRule.Leave(Doubt.NOT_KEPT));
        assertThat(afterLoad(new Sighting.Complete(found(row("A".repeat(50))), end)))
                .isEqualTo(new LookupRule.Leave(Doubt.NOT_KEPT));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 250, 200, Answer",
        "250, 250, 200, Answer",
        "251, 250, 200, WaitForWorker",
        "500, 250, 200, WaitForWorker",
        "501, 250, 200, LoadOnly",
        "251, 250, 0, LoadOnly",
        "60000, 250, 200, LoadOnly"
    })
    void whatIsTooOldIsWaitedForAsLongAsThereIsHope(long age, long most, long left, String step) {
        Demand demand = new Demand(Optional.of(Duration.ofMillis(most)), Optional.empty(), false);
        Optional<Duration> known = Optional.of(Duration.ofMillis(age));

        assertThat(rule.afterRead(Kind.PRESENT, known, demand, Duration.ofMillis(left)))
                .extracting(each -> each.getClass().getSimpleName())
                .isEqualTo(step);
        assertThat(rule.afterRead(Kind.ABSENT, Optional.empty(), demand, LEFT))
                .isEqualTo(new Step.LoadOnly(Doubt.TOO_OLD));
        assertThat(rule.afterWait(Kind.PRESENT, FAR, demand, false)).isEqualTo(new Step.LoadOnly(Doubt.TOO_OLD));
    }

    @Test
    void whatIsNotThereYetIsWaitedForAsLongAsThereIsHope() {
        assertThat(rule.afterReached(true, FAR, Duration.ZERO)).isEmpty();
        assertThat(rule.afterReached(false, Optional.of(LEFT), LEFT)).contains(new Step.WaitForWorker());
        assertThat(rule.afterReached(false, FAR, LEFT)).contains(new Step.LoadOnly(Doubt.NOT_REACHED));
        assertThat(rule.afterReached(false, Optional.empty(), LEFT)).contains(new Step.LoadOnly(Doubt.NOT_REACHED));
        assertThat(rule.afterReached(false, NEAR, Duration.ZERO)).contains(new Step.LoadOnly(Doubt.NOT_REACHED));
    }

    @Test
    void whoWantsItFromTheDatabaseGetsItFromThere() {
        Demand strong = new Demand(Optional.empty(), Optional.empty(), true);

        assertThat(rule.afterRead(Kind.PRESENT, NEAR, strong, LEFT)).isEqualTo(new Step.LoadOnly(Doubt.ASKED));
        assertThat(rule.afterRead(Kind.LEASED, NEAR, strong, LEFT)).isEqualTo(new Step.LoadOnly(Doubt.ASKED));
        assertThat(rule.afterRead(Kind.NOTHING, NEAR, strong, LEFT)).isEqualTo(new Step.AskForLease());
        assertThat(rule.afterLease(new LeaseOutcome.Taken(), strong)).isEqualTo(new Step.LoadOnly(Doubt.ASKED));
    }

    private static Found found(Optional<SourceRow> row) {
        return new Found(row, "");
    }

    private LookupRule.Verdict afterLoad(Sighting sighting) {
        return rule.afterLoad(lease("uuid:1-5", "uuid", NEAR), sighting);
    }

    private Optional<SourceRow> row(String name) {
        Document document = new DocumentEncoder().encode(table, List.of(name));
        return Optional.of(
                new SourceRow(RowKey.of(table, List.of(name)), Optional.of(document), true, Optional.empty()));
    }

    private static Granted lease(String gtids, String server, Optional<Duration> age) {
        return new Granted("token", new Position(1, WATERMARK, 3), gtids, server, age);
    }
}
