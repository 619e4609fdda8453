package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Heroes.key;
import static dev.lockstep.endtoend.contract.Heroes.put;
import static dev.lockstep.endtoend.contract.Heroes.remove;
import static dev.lockstep.endtoend.contract.Moments.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Sweep;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no longer counts is taken out of Redis, and nothing else. */
@ExtendWith(OnRedis.class)
final class SweepIT {

    private static final RowKey ANN = key("ann");
    private static final RowKey BOB = key("bob");
    private static final RowKey CAT = key("cat");

    @Test
    void whatIsBelowTheTablesFenceGoes(Scratch scratch) {
        RowKey elsewhere = new RowKey(Heroes.OTHER_TABLE, "ann");
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann"), remove(BOB, 2), put(elsewhere, 2, "ann"));
        scratch.apply(change(2), 3, Map.of(Heroes.TABLE, change(3)));
        scratch.apply(4, put(CAT, 4, "cat"));

        assertThat(sweep(scratch)).isEqualTo(2);
        assertThat(scratch.stored(ANN)).isNull();
        assertThat(scratch.stored(BOB)).isNull();
        assertThat(scratch.seen(CAT).toString()).contains("cat");
        assertThat(scratch.stored(elsewhere)).isNotNull();
        assertThat(scratch.watermark()).isPresent();
    }

    @Test
    void whatMayHaveChangesThatAreStillToComeStays(Scratch scratch) {
        scratch.openAt(1);
        scratch.fill(ANN, scratch.granted(ANN), 9, "ann");
        scratch.apply(change(1), 3, Map.of(Heroes.TABLE, change(3)));

        assertThat(sweep(scratch)).isZero();
        scratch.apply(9);
        assertThat(sweep(scratch)).isEqualTo(1);
    }

    @Test
    void leasesStayAndWhatHasSettledGoes(Scratch scratch) {
        scratch.openAt(1);
        scratch.granted(ANN);
        scratch.fill(BOB, scratch.granted(BOB), 5, "bob");
        scratch.apply(3, put(BOB, 3, "bob"));
        assertThat(sweep(scratch)).isZero();

        scratch.apply(6);
        assertThat(sweep(scratch)).isEqualTo(1);
        assertThat(scratch.stored(ANN)).startsWith("L");
        assertThat(scratch.stored(BOB)).isNull();
    }

    @Test
    void whatAnEarlierEpochHasLeftGoes(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann"));
        Position anew = new Position(Moments.EPOCH + 1, Moments.start(1), 0);
        Watermark watermark = new Watermark(
                new Watermark.Progress(anew, "offset", "gtids"), Scratch.SERVER, Scratch.TABLES, Scratch.WORKER, anew);
        assertThat(Scratch.answer(scratch.cache().open(0, change(2), watermark)))
                .isTrue();

        assertThat(sweep(scratch)).isEqualTo(1);
    }

    @Test
    void withoutAWatermarkNothingIsKnown(Scratch scratch) {
        scratch.openAt(1);
        scratch.apply(2, put(ANN, 2, "ann"));
        scratch.redis().del("scratch:{0}:watermark");

        assertThat(sweep(scratch)).isZero();
    }

    @Test
    void whatBelongsToNoTableGoesAndWhatIsNoEntryStays(Scratch scratch) {
        RowKey stray = new RowKey(new TableName("shop", "stray"), "1");
        scratch.openAt(1);
        scratch.apply(2, new Mutation.Put(stray, change(2), 0, Heroes.document("stray")));
        scratch.redis().set("scratch:{0}:shop.hero:note", "Please stay");
        scratch.redis().lpush("scratch:{0}:shop.hero:list", "stay");
        scratch.redis().hset("scratch:{0}:shop.hero:hash", "P1", "stay");
        scratch.redis().set("scratch:{9}:shop.hero:1", "P1795461804000000000100000000199600000000040000000000");
        scratch.redis().set("other:{0}:shop.hero:1", "P1795461804000000000100000000199600000000040000000000");
        Scratch.answer(scratch.cache().lead("P123", Scratch.HOUR));

        assertThat(sweep(scratch)).isEqualTo(1);
        assertThat(scratch.stored(stray)).isNull();
        assertThat(scratch.redis().dbsize()).isEqualTo(7);
    }

    @Test
    void itGoesOnFromPageToPage(Scratch scratch) {
        scratch.openAt(1);
        Mutation[] many = new Mutation[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = put(key("hero" + i), 2, "x");
        }
        scratch.apply(2, many);
        scratch.apply(change(2), 3, Map.of(Heroes.TABLE, change(3)));

        assertThat(sweep(scratch)).isEqualTo(500);
        assertThat(scratch.redis().dbsize()).isEqualTo(1);
    }

    private static int sweep(Scratch scratch) {
        Column name = new Column("name", ColumnType.TEXT, 0, 0);
        List<TableSchema> tables = List.of(
                new TableSchema(Heroes.TABLE, List.of(name), List.of(name)),
                new TableSchema(Heroes.OTHER_TABLE, List.of(name), List.of(name)));
        Sweep sweep = scratch.cache().sweep(tables);
        int removed = 0;
        do {
            removed += Scratch.answer(sweep.next(20));
        } while (!sweep.isOver());
        return removed;
    }
}
