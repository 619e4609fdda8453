package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody fills a table in another shape than the worker's, nor a table that no worker follows. */
final class ShapeIT {

    private static final RowKey ANN = key("ann");

    private final Scratch scratch = Scratch.start();

    @BeforeEach
    void open() {
        scratch.openAt(1);
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void aLeaseForAnotherShapeIsNotGiven() {
        assertThat(scratch.lease(ANN, "shape-2", "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());
        assertThat(scratch.stored(ANN)).isNull();
        assertThat(scratch.lease(ANN, Scratch.SHAPE, "token", Scratch.HOUR)).isInstanceOf(LeaseOutcome.Granted.class);
    }

    /** Whoever sees it in another shape may have columns left out that are in the document. */
    @Test
    void whoAsksForAnotherShapeIsNotGivenTheRowEither() {
        scratch.apply(2, put(ANN, 2, "ann"));

        assertThat(scratch.lease(ANN, "shape-2", "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());
        assertThat(scratch.lease(ANN, Scratch.SHAPE, "token", Scratch.HOUR)).isInstanceOf(LeaseOutcome.Found.class);
    }

    @Test
    void aTableThatNobodyFollowsIsNeverFilled() {
        RowKey stray = new RowKey(new TableName("shop", "stray"), "1");

        assertThat(scratch.lease(stray, Scratch.SHAPE, "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());
    }

    @Test
    void aTableThatIsNoLongerFollowedIsNoLongerAnsweredFrom() {
        scratch.apply(2, put(ANN, 2, "ann"));
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.PRESENT);

        Watermark stored = scratch.watermark().orElseThrow();
        Watermark without = new Watermark(
                stored.progress(), stored.server(), Map.of(Heroes.OTHER_TABLE, "shape-1"), stored.owner(), null);
        assertThat(Scratch.answer(scratch.cache().open(0, stored.progress().position(), without)))
                .isTrue();
        assertThat(scratch.read(ANN).kind()).isEqualTo(Reading.Kind.NOTHING);
        assertThat(scratch.lease(ANN, Scratch.SHAPE, "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());
    }

    @Test
    void fromTheSchemaChangeUntilTheTableIsOpenedAnewNobodyFillsIt() {
        scratch.applyFenced(
                scratch.watermark().orElseThrow().progress().position(),
                5,
                Map.of(Heroes.TABLE, new Fence(change(5), true)));
        assertThat(scratch.lease(ANN, Scratch.SHAPE, "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());

        Watermark stored = scratch.watermark().orElseThrow();
        Watermark anew = new Watermark(
                stored.progress(), stored.server(), Map.of(Heroes.TABLE, "shape-2"), stored.owner(), null);
        assertThat(Scratch.answer(scratch.cache().open(0, stored.progress().position(), anew)))
                .isTrue();
        assertThat(scratch.lease(ANN, Scratch.SHAPE, "token", Scratch.HOUR)).isEqualTo(new LeaseOutcome.OtherShape());
        assertThat(scratch.lease(ANN, "shape-2", "token", Scratch.HOUR)).isInstanceOf(LeaseOutcome.Granted.class);
    }
}
