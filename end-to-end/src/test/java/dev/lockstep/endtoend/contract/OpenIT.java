package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.progress;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.ApplyOutcome.Refused;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.LeaseOutcome.OtherShape;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a worker takes a partition. */
@ExtendWith(OnRedis.class)
final class OpenIT {

    private static final RowKey ANN = key("ann");

    @Test
    void anEmptyPartitionHasNoWatermark(Scratch scratch) {
        assertThat(scratch.watermark()).isEmpty();
    }

    @Test
    void anEmptyPartitionIsTakenByWhoeverFoundItEmpty(Scratch scratch) {
        assertThat(scratch.open(change(1), 3, null)).isFalse();
        assertThat(scratch.watermark()).isEmpty();
        assertThat(scratch.open(null, 3, null)).isTrue();
        assertThat(scratch.watermark()).contains(watermark(3, null));
    }

    @Test
    void aPartitionIsTakenOnlyWhereItIsStillAsItWasFound(Scratch scratch) {
        scratch.openAt(3);
        assertThat(scratch.open(null, 9, null)).isFalse();
        assertThat(scratch.open(change(2), 9, null)).isFalse();
        assertThat(scratch.open(change(4), 9, Position.startOf(1))).isFalse();
        assertThat(scratch.watermark()).contains(watermark(3, null));
        assertThat(scratch.open(change(3), 9, null)).isTrue();
        assertThat(scratch.watermark()).contains(watermark(9, null));
    }

    @Test
    void whoHadThePartitionBeforeIsRefused(Scratch scratch) {
        scratch.openAt(3);
        scratch.open(change(3), 4, null);
        assertThat(scratch.apply(change(3), 5, Map.of(), put(ANN, 5, "of the old worker")))
                .isEqualTo(new Refused(change(4), Scratch.WORKER));
        assertThat(scratch.stored(ANN)).isNull();
    }

    @Test
    void whoseTheWatermarkIsNoMoreChangesNothingThoughThePositionIsTheSame(Scratch scratch) {
        scratch.openAt(3);
        Watermark next = new Watermark(progress(3), Scratch.SERVER, Scratch.TABLES, "the next one", null);
        assertThat(Scratch.answer(scratch.cache().open(0, change(3), next))).isTrue();
        assertThat(scratch.apply(change(3), 4, Map.of(), put(ANN, 4, "of the old worker")))
                .isEqualTo(new Refused(change(3), "the next one"));
        assertThat(scratch.fresh(change(3), scratch.clock())).isFalse();
        assertThat(scratch.stored(ANN)).isNull();
    }

    @Test
    void withoutAFenceEverythingStays(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(change(1), 2, Map.of(Heroes.TABLE, change(2)), put(ANN, 2, "a"), put(key("old"), 1, "o"));
        scratch.fresh(change(2), scratch.clock());
        assertThat(scratch.open(change(2), 2, null)).isTrue();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        assertThat(scratch.seen(key("old"))).isEqualTo(Seen.NOTHING);
        assertThat(scratch.read(ANN).age()).isPresent();
    }

    @Test
    void withAFenceOldFencesAndTheAgeAreForgotten(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(change(1), 9, Map.of(Heroes.TABLE, change(8)), put(ANN, 5, "a"));
        scratch.fresh(change(9), scratch.clock());
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);

        assertThat(scratch.open(change(9), 9, change(4))).isTrue();
        assertThat(scratch.watermark()).contains(watermark(9, change(4)));
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.row("a"));
        assertThat(scratch.read(ANN).age()).isEmpty();
    }

    @Test
    void theFenceOutlivesLaterBatches(Scratch scratch) {
        scratch.openAt(1);
        scratch.open(change(1), 1, change(4));
        scratch.apply(9);
        assertThat(scratch.watermark()).contains(watermark(9, change(4)));
        scratch.open(change(9), 9, null);
        assertThat(scratch.watermark()).contains(watermark(9, change(4)));
    }

    @Test
    void aTableThatIsNoLongerFollowedIsForgotten(Scratch scratch) {
        scratch.openAt(1);
        Watermark fewer =
                new Watermark(progress(1), Scratch.SERVER, Map.of(Heroes.TABLE, Scratch.SHAPE), Scratch.WORKER, null);
        assertThat(Scratch.answer(scratch.cache().open(0, change(1), fewer))).isTrue();
        assertThat(scratch.watermark()).contains(fewer);
        assertThat(scratch.lease(new RowKey(Heroes.OTHER_TABLE, "1"), "t")).isEqualTo(new OtherShape());
        assertThat(scratch.lease(ANN, "t")).isInstanceOf(Granted.class);
    }

    @Test
    void aWatermarkNeverExpires(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "a"));
        assertThat(scratch.redis().pttl(scratch.cache().layout().watermark(0))).isEqualTo(-1);
    }

    @Test
    void rowsWithoutAWatermarkDoNotCount(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "a"));
        scratch.redis().del(scratch.cache().layout().watermark(0));
        assertThat(scratch.watermark()).isEmpty();
        assertThat(scratch.seen(ANN)).isEqualTo(Seen.NOTHING);
    }

    private static Watermark watermark(int transaction, @Nullable Position fence) {
        return new Watermark(progress(transaction), Scratch.SERVER, Scratch.TABLES, Scratch.WORKER, fence);
    }
}
