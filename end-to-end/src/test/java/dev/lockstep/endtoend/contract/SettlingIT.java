package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.invalidate;
import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.LeaseOutcome.Unfit;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A row was filled while the worker was behind: it has everything up to transaction 10 in it, nothing from transaction 20
 * on, and of what lies between nobody knows.
 */
@ExtendWith(OnRedis.class)
final class SettlingIT {

    private static final RowKey ANN = key("ann");
    private static final Position UNTIL = Position.before(Moments.EPOCH, start(20));

    @Test
    void aChangeBeforeTheFillIsSkipped(Scratch scratch) {
        filled(scratch);
        assertThat(scratch.apply(10, put(ANN, 9, "older"), put(ANN, 10, "the watermark's own")))
                .isEqualTo(new Applied(0, 2, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("filled"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatTheFillMayHaveSeenSettlesTheEntry(BiFunction<RowKey, Integer, Mutation> change, Scratch scratch) {
        filled(scratch);
        assertThat(scratch.apply(11, change.apply(ANN, 11))).isEqualTo(new Applied(0, 0, 1));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);
        assertThat(scratch.stored(ANN)).isEqualTo("S" + UNTIL.text());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aFillThatFoundNoRowSettlesTheSame(BiFunction<RowKey, Integer, Mutation> change, Scratch scratch) {
        scratch.openAt(10);
        assertThat(scratch.fillAbsent(ANN, scratch.granted(ANN), 20)).isTrue();
        assertThat(scratch.apply(19, change.apply(ANN, 19))).isEqualTo(new Applied(0, 0, 1));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aSettlingEntryStaysAsItIsForChangesUpToItsEnd(BiFunction<RowKey, Integer, Mutation> change, Scratch scratch) {
        settling(scratch);
        assertThat(scratch.apply(19, change.apply(ANN, 12), change.apply(ANN, 19)))
                .isEqualTo(new Applied(0, 2, 0));
        assertThat(scratch.stored(ANN)).isEqualTo("S" + UNTIL.text());
    }

    @Test
    void theTransactionThatStartsAtTheEndIsWritten(Scratch scratch) {
        settling(scratch);
        assertThat(scratch.apply(20, put(ANN, 20, "after"))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("after"));
    }

    @Test
    void aDeleteAfterTheEndIsWritten(Scratch scratch) {
        settling(scratch);
        assertThat(scratch.apply(21, remove(ANN, 21))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.ABSENT);
    }

    @Test
    void aChangeThatCannotBeToldAfterTheEndMakesAMiss(Scratch scratch) {
        settling(scratch);
        assertThat(scratch.apply(21, invalidate(ANN, 21))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.stored(ANN)).isNull();
    }

    @Test
    void aChangeThatTheFillCannotHaveSeenIsWrittenAtOnce(Scratch scratch) {
        filled(scratch);
        assertThat(scratch.apply(20, put(ANN, 20, "after"))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("after"));
    }

    @Test
    void settlingAndOverwritingMayBeOneBatch(Scratch scratch) {
        filled(scratch);
        assertThat(scratch.apply(30, put(ANN, 11, "a"), put(ANN, 12, "b"), put(ANN, 30, "c")))
                .isEqualTo(new Applied(1, 1, 1));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("c"));
    }

    @Test
    void aSettlingEntryMayNotBeLeasedUntilTheWatermarkHasPassedItsEnd(Scratch scratch) {
        settling(scratch);
        assertThat(scratch.lease(ANN, "t")).isEqualTo(new Unfit());
        scratch.apply(19);
        assertThat(scratch.lease(ANN, "t")).isEqualTo(new Unfit());
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);

        scratch.apply(20);
        assertThat(scratch.lease(ANN, "t")).isInstanceOf(Granted.class);
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.LEASED);
    }

    @Test
    void aWatermarkThatStandsAtTheEndHasPassedIt(Scratch scratch) {
        settling(scratch);
        Progress end = new Progress(UNTIL, "offset", "aaaa:1-19");
        Batch batch = new Batch(0, change(11), List.of(), Map.of(), end);
        assertThat(Scratch.answer(scratch.cache().apply(batch, Scratch.WORKER, Scratch.HOUR)))
                .isEqualTo(new Applied(0, 0, 0));
        assertThat(scratch.lease(ANN, "t")).isInstanceOf(Granted.class);
    }

    @Test
    void theRowAfterSettlingIsFilledAsAnyOther(Scratch scratch) {
        settling(scratch);
        scratch.apply(20);
        Granted lease = scratch.granted(ANN);
        assertThat(lease.watermark()).isEqualTo(change(20));
        assertThat(scratch.fill(ANN, lease, 22, "settled")).isTrue();
        assertThat(scratch.apply(21, put(ANN, 20, "skipped"))).isEqualTo(new Applied(0, 1, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("settled"));
    }

    @Test
    void aFilledRowThatNobodyChangedStays(Scratch scratch) {
        filled(scratch);
        scratch.apply(30);
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("filled"));
        assertThat(scratch.apply(31, put(ANN, 31, "next"))).isEqualTo(new Applied(1, 0, 0));
    }

    @Test
    void aNewEpochDoesNotWaitForTheEndOfTheOldOne(Scratch scratch) {
        filled(scratch);
        Position reached = scratch.watermark().orElseThrow().progress().position();
        assertThat(reached).isEqualTo(change(10));
        assertThat(scratch.applyReborn(10, ANN, "new server")).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("new server"));
    }

    private static Stream<BiFunction<RowKey, Integer, Mutation>> changes() {
        return Stream.of((key, at) -> put(key, at, "changed"), Heroes::remove, Heroes::invalidate);
    }

    private static void filled(Scratch scratch) {
        scratch.openAt(10);
        assertThat(scratch.fill(ANN, scratch.granted(ANN), 20, "filled")).isTrue();
    }

    private static void settling(Scratch scratch) {
        filled(scratch);
        scratch.apply(11, put(ANN, 11, "unknown"));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.SETTLING);
    }
}
