package dev.lockstep.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Batch;
import dev.lockstep.cache.redis.Fence;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.worker.change.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LaneTest {

    private static final TableName HERO = new TableName("heroes", "hero");

    private final Lane lane = new Lane(3, at(100, 0), 2, 10_000);

    @Test
    void aBatchExpectsWhatTheOneBeforeItLeaves() {
        lane.add(remove(200, 1), reached(200, 1));
        List<Batch> first = lane.take(reached(200, Position.AFTER));
        lane.add(remove(300, 1), reached(300, 1));
        List<Batch> second = lane.take(reached(300, 1));

        assertThat(first).singleElement().satisfies(batch -> {
            assertThat(batch.partition()).isEqualTo(3);
            assertThat(batch.expected()).isEqualTo(at(100, 0));
            assertThat(batch.progress()).isEqualTo(progress(200, Position.AFTER));
        });
        assertThat(second)
                .singleElement()
                .satisfies(batch -> assertThat(batch.expected()).isEqualTo(at(200, Position.AFTER)));
    }

    @Test
    void aFullBatchEndsAtItsLastRowAndNotBeyond() {
        for (int row = 1; row <= 3; row++) {
            lane.add(remove(200, row), reached(200, row));
        }
        List<Batch> batches = lane.take(reached(200, Position.AFTER));

        assertThat(batches).hasSize(2);
        assertThat(batches.getFirst().mutations()).hasSize(2);
        assertThat(batches.getFirst().progress()).isEqualTo(progress(200, 2));
        assertThat(batches.getLast().expected()).isEqualTo(at(200, 2));
        assertThat(batches.getLast().mutations()).hasSize(1);
        assertThat(batches.getLast().progress()).isEqualTo(progress(200, Position.AFTER));
    }

    @Test
    void whatBelongsToOneChangeIsInOneBatch() {
        lane.add(remove(200, 1), reached(200, 1));
        List<Mutation> twoKeys =
                List.of(remove(200, 2).getFirst(), new Mutation.Remove(new RowKey(HERO, "by/name/Ada"), at(200, 2), 0));
        lane.add(twoKeys, reached(200, 2));

        assertThat(lane.take(reached(200, 2))).singleElement().satisfies(batch -> {
            assertThat(batch.mutations()).hasSize(3);
            assertThat(batch.progress()).isEqualTo(progress(200, 2));
        });
    }

    @Test
    void bytesFillABatchToo() {
        Lane narrow = new Lane(0, at(100, 0), 1000, 100);
        narrow.add(remove(200, 1), reached(200, 1));
        narrow.add(remove(200, 2), reached(200, 2));
        narrow.add(remove(200, 3), reached(200, 3));

        assertThat(narrow.take(reached(200, 3)))
                .extracting(batch -> batch.mutations().size())
                .containsExactly(2, 1);
    }

    @Test
    void progressWithoutRowsMovesTheWatermarkOnce() {
        assertThat(lane.take(reached(150, 0))).singleElement().satisfies(batch -> {
            assertThat(batch.mutations()).isEmpty();
            assertThat(batch.progress()).isEqualTo(progress(150, 0));
        });
        assertThat(lane.take(reached(150, 0))).isEmpty();
        assertThat(lane.take(reached(120, 0))).isEmpty();
    }

    @Test
    void whatHasBeenSentIsKnownAsAReplay() {
        assertThat(lane.has(at(100, 0))).isTrue();
        lane.add(remove(200, 1), reached(200, 1));
        lane.take(reached(200, 1));

        assertThat(lane.has(at(200, 1))).isTrue();
        assertThat(lane.has(at(200, 2))).isFalse();
    }

    @Test
    void aFenceTravelsWithTheRowsAroundIt() {
        lane.add(remove(200, 1), reached(200, 1));
        lane.raise(HERO, new Fence(at(250, 0), true));
        lane.raise(HERO, new Fence(at(260, 0), false));
        lane.add(remove(300, 1), reached(300, 1));

        assertThat(lane.take(reached(300, 1))).singleElement().satisfies(batch -> {
            assertThat(batch.mutations()).hasSize(2);
            assertThat(batch.fences()).containsEntry(HERO, new Fence(at(260, 0), true));
        });
    }

    private static List<Mutation> remove(long offset, long ordinal) {
        return List.of(new Mutation.Remove(new RowKey(HERO, "1"), at(offset, ordinal), 0));
    }

    private static Change reached(long offset, long ordinal) {
        return Change.Reached.at(progress(offset, ordinal));
    }

    private static Progress progress(long offset, long ordinal) {
        return new Progress(at(offset, ordinal), "offset " + offset, "gtids " + offset);
    }

    private static Position at(long offset, long ordinal) {
        return new Position(1, new Coordinate(1, offset), ordinal);
    }
}
