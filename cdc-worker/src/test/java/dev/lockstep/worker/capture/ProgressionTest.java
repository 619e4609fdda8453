package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class ProgressionTest {

    private static final String UUID = "11111111-2222-3333-4444-555555555555";

    private final Progression progression = new Progression(9);

    @Test
    void rowsAreCountedFromTheStartOfTheirTransaction() {
        assertThat(row(500, 2, 1, 7)).isEqualTo(at(500, 1));
        assertThat(row(500, 2, 2, 7)).isEqualTo(at(500, 2));
        assertThat(row(500, 4, 1, 7)).isEqualTo(at(500, 3));
        assertThat(row(800, 2, 1, 8)).isEqualTo(at(800, 1));
    }

    @Test
    void aKeyChangeIsTwoRowsOfOneStructure() {
        assertThat(row(500, 2, 1, 7)).isEqualTo(at(500, 1));
        assertThat(row(500, 2, 1, 7)).isEqualTo(at(500, 2));
    }

    @Test
    void aTransactionThatIsSentAgainIsCountedAgain() {
        row(500, 2, 1, 7);
        row(500, 2, 2, 7);
        row(500, 4, 1, 7);

        assertThat(row(500, 2, 1, 7)).isEqualTo(at(500, 1));
        assertThat(row(500, 2, 2, 7)).isEqualTo(at(500, 2));
    }

    @Test
    void theEndOfATransactionIsBehindAllOfItsRows() {
        row(500, 2, 1, 7);
        var progress = progression
                .endOfTransaction(record(500, 3, 0, "1-6"), UUID + ":7")
                .progress();

        assertThat(progress.position()).isEqualTo(at(500, Position.AFTER));
        assertThat(progress.gtids()).isEqualTo(UUID + ":1-7");
        assertThat(progress.offset())
                .as("what has no GTID is noticed if this one is sent again")
                .contains("\"pos\":500")
                .contains("\"gtids\":\"" + UUID + ":1-6\"");
        assertThat(Offsets.isBlind(progress.offset())).isFalse();
    }

    @Test
    void inTheMiddleOfATransactionTheCaptureResumesAtItsStart() {
        var row = progression.nextRow(record(500, 2, 1, "1-6"), UUID + ":7", 0);
        var progress = row.transaction().progressAt(row.position());

        assertThat(progress.gtids()).isEqualTo(UUID + ":1-7");
        assertThat(progress.offset())
                .isEqualTo("{\"file\":\"binlog.000003\",\"pos\":500,\"gtids\":\"" + UUID + ":1-6\"}");
    }

    @Test
    void aSignOfLifeCountsOnlyBetweenTransactions() {
        assertThat(progression.signOfLife(record(500, 3, 1, "1-6"))).isEmpty();

        var progress = progression.signOfLife(record(900, 0, 0, "1-7")).orElseThrow();
        assertThat(progress.position()).isEqualTo(at(900, Position.BEFORE));
        assertThat(Offsets.isBlind(progress.offset())).as("no transaction yet").isTrue();
    }

    @Test
    void aSignOfLifeLeavesTheLastTransactionOut() {
        progression.endOfTransaction(record(500, 3, 0, "1-6"), UUID + ":7");
        var progress = progression.signOfLife(record(900, 0, 0, "1-7")).orElseThrow();

        assertThat(progress.gtids()).isEqualTo(UUID + ":1-7");
        assertThat(progress.offset())
                .isEqualTo("{\"file\":\"binlog.000003\",\"pos\":500,\"gtids\":\"" + UUID + ":1-6\"}");
    }

    @Test
    void aTransactionWithoutAGtidHasThatOfTheOneBefore() {
        assertThat(progression.isAnonymous(record(500, 2, 1, "1-6"), UUID + ":7"))
                .isFalse();
        assertThat(progression.isAnonymous(record(500, 2, 2, "1-6"), UUID + ":7"))
                .isFalse();
        assertThat(progression.isAnonymous(record(600, 2, 1, "1-6"), UUID + ":7"))
                .isTrue();
        assertThat(progression.isAnonymous(record(700, 2, 1, "1-6"), UUID + ":8"))
                .isFalse();
        assertThat(progression.isAnonymous(record(800, 2, 1, "1-6"), "")).isTrue();
    }

    @Test
    void theEngineForgetsTheLastStatementInItsSignsOfLifeAndWeDoNot() {
        progression.statement(record(700, 0, 0, "1-6"), UUID + ":7");
        var progress = progression.signOfLife(record(900, 0, 0, "1-6")).orElseThrow();

        assertThat(progress.gtids()).isEqualTo(UUID + ":1-7");
    }

    @Test
    void anotherTransactionAtOrBeforeTheLastIsAnotherServersBinlog() {
        row(500, 2, 1, 7);

        assertThatThrownBy(() -> row(400, 2, 1, 8)).isInstanceOf(Progression.RenumberedException.class);
        assertThatThrownBy(() -> progression.endOfTransaction(record(500, 1, 0, "1-7"), UUID + ":8"))
                .isInstanceOf(Progression.RenumberedException.class);
    }

    private Position row(long offset, long event, long row, int gtid) {
        return progression
                .nextRow(record(offset, event, row, "1-" + (gtid - 1)), UUID + ":" + gtid, 0)
                .position();
    }

    private static SourceRecord record(long offset, long event, long row, String intervals) {
        Map<String, Object> map = new HashMap<>();
        map.put("file", "binlog.000003");
        map.put("pos", offset);
        map.put("gtids", UUID + ":" + intervals);
        if (event > 0) {
            map.put("event", event);
        }
        if (row > 0) {
            map.put("row", (int) row);
        }
        return new SourceRecord(Map.of(), map, "topic", null, null);
    }

    private static Position at(long offset, long ordinal) {
        return new Position(9, new Coordinate(3, offset), ordinal);
    }
}
