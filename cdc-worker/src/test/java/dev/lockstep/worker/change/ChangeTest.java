package dev.lockstep.worker.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChangeTest {

    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema table = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));

    @Test
    void longValuesWeighWhatTheyAre() {
        assertThat(bytes("x".repeat(1_000_000)) - bytes("")).isEqualTo(1_000_000);
        assertThat(bytes(new byte[2_000_000]) - bytes(new byte[0])).isEqualTo(2_000_000);
    }

    @Test
    void manyShortValuesWeighToo() {
        assertThat(bytes(1L, null, 2.5)).isEqualTo(3 * bytes(1L)).isPositive();
    }

    private long bytes(@Nullable Object... values) {
        return new Change.RowWritten(
                        new Position(1, new Coordinate(1, 4), 1),
                        new Transaction(0, () -> "", () -> ""),
                        List.of(),
                        List.of(),
                        table,
                        Arrays.asList(values))
                .bytes();
    }
}
