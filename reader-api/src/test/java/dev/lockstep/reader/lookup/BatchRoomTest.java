package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.source.RowRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BatchRoomTest {

    private static final Answer.Proof PROOF = new Answer.Proof(Answer.Source.HIT, Optional.empty(), "", 0);
    private static final Answer ABSENT = new Answer.Absent(PROOF);
    private static final Answer NO_ROOM = new Answer.Unavailable(Lack.ROOM);

    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema table = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));
    private final RowRequest one = RowRequest.parse(table, "1");
    private final RowRequest two = RowRequest.parse(table, "2");
    private final RowRequest three = RowRequest.parse(table, "3");
    private final BatchRoom room = new BatchRoom(10);

    @Test
    void whatFitsIsAnsweredAsOftenAsItIsAskedFor() {
        room.add(List.of(one, two), List.of(row(4), ABSENT));

        assertThat(room.isFull()).isFalse();
        assertThat(room.answers(List.of(two, one, two, one))).containsExactly(ABSENT, row(4), ABSENT, row(4));
    }

    @Test
    void whatDoesNotFitIsToldSoAndAllBehindIt() {
        room.add(List.of(one, two, three), List.of(row(8), row(3), row(1)));

        assertThat(room.answers(List.of(one, two, three, one))).containsExactly(row(8), NO_ROOM, NO_ROOM, NO_ROOM);
    }

    @Test
    void whatIsFullNeedsNoMoreToBeLookedUp() {
        room.add(List.of(one), List.of(row(10)));

        assertThat(room.isFull()).isTrue();
        assertThat(room.answers(List.of(one, two))).containsExactly(row(10), NO_ROOM);
    }

    @Test
    void aRowThatIsTooLargeByItselfIsAnsweredByItself() {
        room.add(List.of(one, two), List.of(row(11), row(1)));

        assertThat(room.answers(List.of(one))).containsExactly(row(11));
        assertThat(room.answers(List.of(one, two))).containsExactly(row(11), NO_ROOM);
        assertThat(room.answers(List.of(two, one))).containsExactly(row(1), NO_ROOM);
    }

    @Test
    void whatIsNotThereNeedsNoRoom() {
        room.add(List.of(one, two), List.of(row(11), ABSENT));

        assertThat(room.answers(List.of(one, two, one, two))).containsExactly(row(11), ABSENT, NO_ROOM, ABSENT);
    }

    private static Answer row(int bytes) {
        return new Answer.Row(PROOF, ByteBuffer.wrap(new byte[bytes]));
    }
}
