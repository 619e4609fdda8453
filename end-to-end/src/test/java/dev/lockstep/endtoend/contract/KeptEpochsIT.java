package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of entries when another server goes on without a gap, whose binlog has other coordinates. */
@ExtendWith(OnRedis.class)
final class KeptEpochsIT {

    private static final RowKey ANN = key("ann");
    private static final RowKey BOB = key("bob");
    private static final long NEXT = Moments.EPOCH + 1;
    private static final Position END = Position.before(NEXT, new Coordinate(1, 500));

    @Test
    void whatIsCertainlyInThePastStaysGood(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, Heroes.put(ANN, 2, "applied"));
        scratch.fill(BOB, scratch.granted(BOB), 3, "filled");
        scratch.apply(3);
        switchServer(scratch, change(3));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("applied"));
        assertThat(scratch.seen(BOB)).isEqualTo(Seen.row("filled"));
    }

    @Test
    void whatMayBeFurtherThanTheStreamIsAMiss(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, Heroes.put(ANN, 2, "of a transaction that is applied again"));
        scratch.fill(BOB, scratch.granted(BOB), 9, "perhaps with transactions that the new server never had");
        switchServer(scratch, change(1));
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.NOTHING);
        assertThat(scratch.read(BOB).kind()).isEqualTo(Reading.Kind.NOTHING);
        assertThat(scratch.lease(ANN, "a")).isInstanceOf(LeaseOutcome.Granted.class);
        assertThat(scratch.lease(BOB, "b")).isInstanceOf(LeaseOutcome.Granted.class);
    }

    @Test
    void aChangeThatComesAgainDoesNotTakeADoubtfulRowBack(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(3, Heroes.put(ANN, 3, "newer"));
        switchServer(scratch, change(1));
        assertThat(applyInNext(scratch, Position.startOf(NEXT), 100, ANN)).isEqualTo(new ApplyOutcome.Applied(0, 0, 1));
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.SETTLING);
        assertThat(scratch.lease(ANN, "too early")).isInstanceOf(LeaseOutcome.Unfit.class);
    }

    @Test
    void aChangeThatComesAgainIsNotWrittenWhereNobodyKnowsWhatWas(Scratch scratch) {
        scratch.openAt(1);
        scratch.lease(BOB, "of a reader that is slow");
        switchServer(scratch, change(1));
        Position after = new Position(NEXT, new Coordinate(1, 100), 1);
        assertThat(applyInNext(scratch, Position.startOf(NEXT), 100, ANN)).isEqualTo(new ApplyOutcome.Applied(0, 0, 1));
        assertThat(applyInNext(scratch, after, 110, BOB)).isEqualTo(new ApplyOutcome.Applied(0, 0, 1));
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.SETTLING);
        assertThat(scratch.read(BOB).kind()).isEqualTo(Reading.Kind.SETTLING);
    }

    @Test
    void whatIsCertainTakesTheNextChange(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, Heroes.put(ANN, 2, "certain"));
        switchServer(scratch, change(2));
        assertThat(applyInNext(scratch, Position.startOf(NEXT), 100, ANN)).isEqualTo(new ApplyOutcome.Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("of the new server"));
    }

    @Test
    void behindTheEndOfTheDoubtEveryChangeIsWritten(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(3, Heroes.put(ANN, 3, "doubtful"));
        switchServer(scratch, change(1));
        assertThat(applyInNext(scratch, Position.startOf(NEXT), 500, ANN)).isEqualTo(new ApplyOutcome.Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("of the new server"));
    }

    @Test
    void aLostContinuityKeepsNothing(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, Heroes.put(ANN, 2, "old"));
        Watermark anew = new Watermark(
                new Progress(Position.startOf(NEXT), "", ""), Scratch.SERVER, Scratch.TABLES, Scratch.WORKER, END);
        assertThat(Scratch.answer(scratch.cache().open(0, change(2), anew))).isTrue();
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.NOTHING);
        assertThat(applyInNext(scratch, Position.startOf(NEXT), 100, ANN)).isEqualTo(new ApplyOutcome.Applied(1, 0, 0));
    }

    private static void switchServer(Scratch scratch, Position least) {
        Watermark stored = scratch.watermark().orElseThrow();
        Position reached = stored.progress().position();
        KeptEpochs kept = stored.kept().afterSwitch(after(reached), after(least), END);
        Watermark moved = new Watermark(
                new Progress(Position.startOf(NEXT), "", ""), "another", Scratch.TABLES, Scratch.WORKER, kept, null);
        assertThat(Scratch.answer(scratch.cache().open(0, reached, moved))).isTrue();
        assertThat(scratch.watermark()).contains(moved);
    }

    /** Whole transactions only count as applied. */
    private static Position after(Position position) {
        return new Position(position.epoch(), position.transaction(), Position.AFTER);
    }

    private static ApplyOutcome applyInNext(Scratch scratch, Position expected, long offset, RowKey key) {
        Position position = new Position(NEXT, new Coordinate(1, offset), 1);
        Mutation put = new Mutation.Put(key, position, 0, Heroes.document("of the new server"));
        Batch batch = new Batch(0, expected, List.of(put), Map.of(), new Progress(position, "", ""));
        return Scratch.answer(scratch.cache().apply(batch, Scratch.WORKER, Scratch.HOUR));
    }
}
