package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TableSchemaTest {

    private static final TableName HEROES = new TableName("shop", "heroes");
    private static final Column ID = new Column("id", ColumnType.INTEGER, 0, 0);
    private static final Column SINCE = new Column("since", ColumnType.DATETIME, 3, 0);

    /** Worker and readers of different versions compare it, so it may not change without a reason. */
    @Test
    void theFingerprintOfAShapeIsForEver() {
        assertThat(new TableSchema(HEROES, List.of(ID, SINCE), List.of(ID)).fingerprint())
                .isEqualTo("96e5bf696eebddc7");
    }

    @Test
    void everyOtherShapeHasAnotherFingerprint() {
        Stream<TableSchema> shapes = Stream.of(
                new TableSchema(HEROES, List.of(ID, SINCE), List.of(ID)),
                new TableSchema(HEROES, List.of(SINCE, ID), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, SINCE), List.of(ID), List.of(List.of(SINCE))),
                new TableSchema(HEROES, List.of(ID, SINCE), List.of(ID), List.of(List.of(SINCE, ID))),
                new TableSchema(HEROES, List.of(ID, SINCE), List.of(ID, SINCE)),
                new TableSchema(HEROES, List.of(ID, SINCE), List.of(SINCE, ID)),
                new TableSchema(HEROES, List.of(ID), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, new Column("Since", ColumnType.DATETIME, 3, 0)), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, new Column("since", ColumnType.TIMESTAMP, 3, 0)), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, new Column("since", ColumnType.DATETIME, 6, 0)), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, new Column("since", ColumnType.BYTES, 0, 3)), List.of(ID)),
                new TableSchema(HEROES, List.of(ID, new Column("since", ColumnType.BYTES, 0, 4)), List.of(ID)));
        assertThat(shapes.map(TableSchema::fingerprint)).doesNotHaveDuplicates().allMatch(text -> text.length() == 16);
    }

    @Test
    void doesNotChangeWithTheListsItWasMadeOf() {
        List<Column> columns = new ArrayList<>(List.of(ID));
        TableSchema schema = new TableSchema(HEROES, columns, columns);
        columns.add(SINCE);
        assertThat(schema.columns()).containsExactly(ID);
        assertThat(schema.key()).containsExactly(ID);
    }
}
