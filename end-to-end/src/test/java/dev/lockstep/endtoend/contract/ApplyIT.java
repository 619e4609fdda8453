package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.invalidate;
import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.commitMillis;
import static dev.lockstep.endtoend.contract.Moments.progress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Applied;
import dev.lockstep.cache.redis.ApplyOutcome.Refused;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an apply does to entries and to the watermark. */
@ExtendWith(OnRedis.class)
final class ApplyIT {

    private static final RowKey ANN = key("ann");
    private static final RowKey BOB = key("bob");

    @Test
    void aBatchThatExpectsMoreThanIsStoredChangesNothingAndIsToldWhatIs(Scratch scratch) {
        scratch.openAt(1);
        refusesWith(scratch, change(2), change(1));
    }

    @Test
    void aBatchThatExpectsLessThanIsStoredChangesNothingAndIsToldWhatIs(Scratch scratch) {
        scratch.openAt(5);
        refusesWith(scratch, change(2), change(5));
    }

    @Test
    void aBatchThatFindsNoWatermarkChangesNothing(Scratch scratch) {
        assertThat(scratch.apply(change(2), 3, Map.of(Heroes.TABLE, change(3)), put(ANN, 3, "new")))
                .isEqualTo(new Refused(null, ""));
        assertThat(scratch.redis().dbsize()).isZero();
    }

    @Test
    void rowsAndWatermarkChangeTogether(Scratch scratch) {
        scratch.openAt(1);
        assertThat(scratch.apply(3, put(ANN, 2, "a"), remove(BOB, 3))).isEqualTo(new Applied(2, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        assertThat(scratch.seen(BOB)).isEqualTo(Seen.ABSENT);
        assertThat(scratch.watermark())
                .contains(new Watermark(progress(3), Scratch.SERVER, Scratch.TABLES, Scratch.WORKER, null));
    }

    @Test
    void aBatchWithoutChangesMovesTheWatermark(Scratch scratch) {
        scratch.openAt(1);
        assertThat(scratch.apply(9)).isEqualTo(new Applied(0, 0, 0));
        assertThat(scratch.watermark().orElseThrow().progress()).isEqualTo(progress(9));
    }

    @Test
    void anEntrySaysWhichChangeItIsAndWhenThatWasCommitted(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(3, put(ANN, 2, "a"), remove(BOB, 3));
        assertThat(scratch.read(ANN).position()).isEqualTo(change(2));
        assertThat(scratch.read(ANN).commitMillis()).isEqualTo(commitMillis(2));
        assertThat(scratch.read(BOB).position()).isEqualTo(change(3));
        assertThat(scratch.read(BOB).commitMillis()).isEqualTo(commitMillis(3));
    }

    @Test
    void aNewerChangeIsWrittenOverAnOlder(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "old"));
        assertThat(scratch.apply(3, put(ANN, 3, "new"))).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("new"));
    }

    @Test
    void anEqualChangeIsSkipped(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "first"));
        assertThat(scratch.apply(2, put(ANN, 2, "again"))).isEqualTo(new Applied(0, 1, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("first"));
    }

    @Test
    void olderChangesOfAnyKindAreSkipped(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(9, put(ANN, 9, "new"), remove(BOB, 9));
        assertThat(scratch.apply(
                        9,
                        put(ANN, 2, "old"),
                        remove(ANN, 3),
                        invalidate(ANN, 4),
                        put(BOB, 5, "old"),
                        invalidate(BOB, 6)))
                .isEqualTo(new Applied(0, 5, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("new"));
        assertThat(scratch.seen(BOB)).isEqualTo(Seen.ABSENT);
    }

    @Test
    void theRowsOfOneTransactionAreAppliedInTheirOrder(Scratch scratch) {
        scratch.openAt(1);
        Position second = new Position(Moments.EPOCH, Moments.start(2), 2);
        Position third = new Position(Moments.EPOCH, Moments.start(2), 3);
        assertThat(scratch.apply(
                        3,
                        put(ANN, 2, "first"),
                        new Mutation.Remove(ANN, second, 0),
                        new Mutation.Put(ANN, third, 0, Heroes.document("third"))))
                .isEqualTo(new Applied(3, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("third"));
        assertThat(scratch.read(ANN).position()).isEqualTo(third);
    }

    @Test
    void aNewEpochIsNewerThanEverythingBefore(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(900, put(ANN, 900, "old"));
        assertThat(scratch.applyReborn(900, ANN, "new")).isEqualTo(new Applied(1, 0, 0));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("new"));
    }

    @Test
    void aDeletedRowIsKnownToBeAbsentUntilItIsBack(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "a"));
        scratch.apply(3, remove(ANN, 3));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.ABSENT);
        scratch.apply(4, put(ANN, 4, "back"));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("back"));
    }

    @Test
    void aChangeThatCannotBeToldMakesAMiss(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "a"), remove(BOB, 2));
        assertThat(scratch.apply(3, invalidate(ANN, 3), invalidate(BOB, 3), invalidate(key("never"), 3)))
                .isEqualTo(new Applied(3, 0, 0));
        assertThat(scratch.stored(ANN)).isNull();
        assertThat(scratch.stored(BOB)).isNull();
        assertThat(scratch.lease(ANN, "t")).isInstanceOf(Granted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "\"quoted\" and 'quoted'",
                "back\\slash",
                "line\r\nbreak\tand\0nothing",
                "100%",
                "%25",
                "a,b",
                "a+b",
                "{0}",
                "*?[a]",
                "größe",
                "日本",
                "😀"
            })
    void anyKeyHasAnEntryOfItsOwn(String text, Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(key(text), 2, text), put(key(text + "x"), 2, "another"));
        assertThat(scratch.seen(key(text))).isEqualTo(Seen.row(text));
        Granted lease = scratch.granted(key(text + "y"));
        assertThat(scratch.fill(key(text + "y"), lease, 3, text)).isTrue();
        assertThat(scratch.seen(key(text + "y"))).isEqualTo(Seen.row(text));
        assertThat(scratch.redis().dbsize()).isEqualTo(1 + 3);
    }

    @Test
    void theLargestBatchIsOneCall(Scratch scratch) {
        scratch.openAt(1);
        Mutation[] mutations = IntStream.range(0, 2048)
                .mapToObj(i -> put(key("row " + i), 2, "name " + i))
                .toArray(Mutation[]::new);
        assertThat(scratch.apply(2, mutations)).isEqualTo(new Applied(2048, 0, 0));
        assertThat(scratch.seen(key("row 0"))).isEqualTo(Seen.row("name 0"));
        assertThat(scratch.seen(key("row 2047"))).isEqualTo(Seen.row("name 2047"));
        assertThat(scratch.redis().dbsize()).isEqualTo(1 + 2048);
    }

    @Test
    void aLargeDocumentComesBackByteForByte(Scratch scratch) {
        scratch.openAt(1);
        String large = "\0\n\"größe 😀".repeat(100_000);
        scratch.apply(2, put(ANN, 2, large));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row(large));
    }

    private static void refusesWith(Scratch scratch, Position expected, Position stored) {
        Watermark before = scratch.watermark().orElseThrow();
        assertThat(scratch.apply(expected, 9, Map.of(Heroes.TABLE, change(9)), put(ANN, 9, "new"), remove(BOB, 9)))
                .isEqualTo(new Refused(stored, Scratch.WORKER));
        assertThat(scratch.watermark()).contains(before);
        assertThat(scratch.redis().dbsize()).isOne();
        assertThat(scratch.redis().hkeys(scratch.cache().layout().watermark(0)))
                .noneMatch(field -> field.startsWith("fence"));
    }
}
