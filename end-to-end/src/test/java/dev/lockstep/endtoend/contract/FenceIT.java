package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.LeaseOutcome.Found;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.LeaseOutcome.Unfit;
import dev.lockstep.cache.redis.Reading.Kind;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entries older than a fence do not count, without anybody having to find them. */
@ExtendWith(OnRedis.class)
final class FenceIT {

    private static final RowKey OLD = key("old");
    private static final RowKey GONE = key("gone");
    private static final RowKey AT_THE_FENCE = key("at the fence");
    private static final RowKey NEW = key("new");
    private static final RowKey IN_OTHER_TABLE = new RowKey(Heroes.OTHER_TABLE, "old");

    @Test
    void aTablesFenceMakesItsOlderEntriesAMissAndNotItsNewerOnes(Scratch scratch) {
        threeTimes(scratch);
        raise(scratch, Heroes.TABLE);
        isMiss(scratch, OLD);
        isMiss(scratch, GONE);
        counts(scratch, AT_THE_FENCE);
        counts(scratch, NEW);
    }

    @Test
    void aTablesFenceIsNobodyElses(Scratch scratch) {
        threeTimes(scratch);
        raise(scratch, Heroes.OTHER_TABLE);
        counts(scratch, OLD);
        isMiss(scratch, IN_OTHER_TABLE);
    }

    @Test
    void aBatchMayRaiseSeveralFencesAndWriteRowsBehindThem(Scratch scratch) {
        threeTimes(scratch);
        scratch.apply(
                change(9),
                10,
                Map.of(Heroes.TABLE, change(10), Heroes.OTHER_TABLE, change(10)),
                put(key("next"), 10, "n"));
        isMiss(scratch, NEW);
        isMiss(scratch, IN_OTHER_TABLE);
        counts(scratch, key("next"));
    }

    @Test
    void aBatchMayClearThousandsOfTables(Scratch scratch) {
        threeTimes(scratch);
        Map<TableName, Position> fences = IntStream.range(0, 10_000)
                .boxed()
                .collect(Collectors.toMap(i -> new TableName("shop", "t" + i), i -> change(10)));
        scratch.apply(change(9), 10, fences, put(key("next"), 10, "n"));
        counts(scratch, key("next"));
        assertThat(scratch.watermark().orElseThrow().fences()).containsAllEntriesOf(fences);
    }

    @Test
    void aFenceForAllIsForEveryTable(Scratch scratch) {
        threeTimes(scratch);
        assertThat(scratch.open(change(9), 9, change(5))).isTrue();
        isMiss(scratch, OLD);
        isMiss(scratch, IN_OTHER_TABLE);
        counts(scratch, AT_THE_FENCE);
        counts(scratch, NEW);
    }

    @Test
    void belowTheFenceOfANewEpochNothingCountsAndNobodyFills(Scratch scratch) {
        threeTimes(scratch);
        assertThat(scratch.open(change(9), 9, Position.startOf(Moments.EPOCH + 1)))
                .isTrue();
        assertThat(scratch.seen(NEW)).isEqualTo(Seen.NOTHING);
        assertThat(scratch.lease(NEW, "too early")).isInstanceOf(Unfit.class);
        scratch.applyReborn(9, OLD, "of the new epoch");
        isMiss(scratch, NEW);
        counts(scratch, OLD);
    }

    @Test
    void aTablesFenceCountsBesideTheOneForAll(Scratch scratch) {
        threeTimes(scratch);
        scratch.open(change(9), 9, change(2));
        counts(scratch, OLD);
        raise(scratch, Heroes.TABLE);
        isMiss(scratch, OLD);
        counts(scratch, IN_OTHER_TABLE);
    }

    @Test
    void aWorkerRaisesATablesFenceWhenItOpens(Scratch scratch) {
        threeTimes(scratch);
        assertThat(scratch.openFenced(9, Map.of(Heroes.TABLE, change(5)))).isTrue();
        isMiss(scratch, OLD);
        counts(scratch, AT_THE_FENCE);
        counts(scratch, IN_OTHER_TABLE);
        assertThat(scratch.watermark().orElseThrow().fences()).isEqualTo(Map.of(Heroes.TABLE, change(5)));
    }

    @Test
    void aTablesFenceOnlyRises(Scratch scratch) {
        threeTimes(scratch);
        scratch.openFenced(9, Map.of(Heroes.TABLE, change(5)));
        scratch.apply(change(9), 9, Map.of(Heroes.TABLE, change(2)));
        assertThat(scratch.seen(OLD)).isEqualTo(Seen.NOTHING);
        scratch.openFenced(9, Map.of(Heroes.TABLE, change(3)));
        assertThat(scratch.seen(OLD)).isEqualTo(Seen.NOTHING);
        scratch.openFenced(9, Map.of());
        assertThat(scratch.seen(OLD)).isEqualTo(Seen.NOTHING);
        scratch.apply(change(9), 9, Map.of(Heroes.TABLE, change(6)));
        isMiss(scratch, AT_THE_FENCE);
    }

    @Test
    void whatIsBehindAFenceIsFilledAgain(Scratch scratch) {
        threeTimes(scratch);
        raise(scratch, Heroes.TABLE);
        assertThat(scratch.fill(OLD, scratch.granted(OLD), 11, "again")).isTrue();
        assertThat(scratch.seen(OLD)).isEqualTo(Seen.row("again"));
    }

    @Test
    void whatIsBehindAFenceIsOverwritten(Scratch scratch) {
        threeTimes(scratch);
        raise(scratch, Heroes.TABLE);
        scratch.apply(10, put(OLD, 10, "again"));
        assertThat(scratch.seen(OLD)).isEqualTo(Seen.row("again"));
    }

    /** Rows of the transactions 2, 5 and 9, and a tombstone; the fences of these tests are at 5. */
    private static void threeTimes(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(
                9,
                put(OLD, 2, "old"),
                remove(GONE, 2),
                put(IN_OTHER_TABLE, 2, "old"),
                put(AT_THE_FENCE, 5, "at the fence"),
                put(NEW, 9, "new"));
    }

    private static void raise(Scratch scratch, TableName table) {
        scratch.apply(change(9), 9, Map.of(table, change(5)));
    }

    private static void counts(Scratch scratch, RowKey key) {
        assertThat(scratch.seen(key).kind()).isEqualTo(Kind.PRESENT);
        assertThat(scratch.lease(key, "t")).isInstanceOf(Found.class);
    }

    private static void isMiss(Scratch scratch, RowKey key) {
        assertThat(scratch.seen(key)).isEqualTo(Seen.NOTHING);
        assertThat(scratch.lease(key, "t")).isInstanceOf(Granted.class);
    }
}
