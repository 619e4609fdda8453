package dev.lockstep.worker.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.Transaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MutationsTest {

    private static final Position ROW = new Position(1, new Coordinate(1, 4), 1);

    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema hero = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));
    private final RowKey left = new RowKey(hero.name(), "by/name/Ada");

    /** As one whose primary key has no text, which was found by another one before. */
    @Test
    void aRowThatIsTooLargeNeedsNoKeyToBeAMiss() {
        Mutations mutations = new Mutations(1, new ApplyMetrics(new SimpleMeterRegistry()));
        Change.RowWritten row = new Change.RowWritten(
                ROW, new Transaction(0, () -> "", () -> ""), List.of(), List.of(left), hero, List.of(1L));

        assertThat(mutations.of(row)).containsExactly(new Mutation.Remove(left, ROW, 0));
    }
}
