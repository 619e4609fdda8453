package dev.lockstep.cache.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeIdTest {

    /** What the ids of two entries are compared by in Redis. */
    private static final Comparator<String> IN_REDIS = Comparator.<String>comparingLong(
                    id -> part(id, 0) + Long.MIN_VALUE)
            .thenComparingLong(id -> part(id, 1) + Long.MIN_VALUE);

    private static final Coordinate SOMEWHERE = new Coordinate(7, 4096);

    @Test
    void hasATextOfFixedWidth() {
        ChangeId id = new ChangeId(new Position(1_767_225_600, SOMEWHERE, 12), ChangeId.THERE);
        assertThat(id.text()).isEqualTo("1767225600" + "0000000007" + "000000004096" + "0000000012" + "1");
        assertThat(ChangeId.parse(id.text())).isEqualTo(id);
    }

    /** What has a row in it may be less than what its position says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "x",
                "99999999999999999999999999999999999999999999",
                "176722560000000000070000000040960000000012"
            })
    void anotherTextIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeId.parse(text))
                .withMessage("place in the stream of changes: '%s' (expected: 43 digits)".formatted(text));
    }

    /** Redis has no number for it, so nothing comes after it. */
    @Test
    void aPlaceThatCannotBeInAStreamIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeId.parse("1767225600" + "9999999999" + "000000000000" + "0000000000" + "1"))
                .withMessage("binlog file number: 9999999999 (expected: at most 31 bits)");
    }

    @Test
    void isTwoNumbersInRedis() {
        ChangeId id = new ChangeId(new Position(1_767_225_600, SOMEWHERE, 12), ChangeId.THERE);
        assertThat(id.streamId()).isEqualTo("3795088078326988807-68719476929");
        assertThat(ChangeId.turnOf(id.streamId())).isEqualTo(1);
        assertThat(part(id.streamId(), 0)).isEqualTo((1_767_225_600L << 31) + 7);
        assertThat(part(id.streamId(), 1)).isEqualTo((4096L << 24) + 12 * 16 + 1);
    }

    /** Transactions of at least 150 bytes, in which each row takes a byte at the least, packed or not. */
    @Test
    void sortsInRedisAsItsTextDoes() {
        Random random = new Random(20260401);
        List<ChangeId> ids = new ArrayList<>();
        long offset = 4;
        long file = 1;
        long epoch = 1_767_225_600;
        for (int transaction = 0; transaction < 5_000; transaction++) {
            switch (random.nextInt(20)) {
                case 0 -> {
                    file += 1L + random.nextInt(3);
                    offset = 4;
                }
                case 1 -> {
                    epoch += 1L + random.nextInt(1_000);
                    file = 1L + random.nextInt(10);
                    offset = 4;
                }
                default -> {}
            }
            Coordinate start = new Coordinate(file, offset);
            long rows = random.nextInt(4) == 0 ? 1L << random.nextInt(32) : random.nextInt(20);
            addAll(ids, Position.before(epoch, start));
            addAll(ids, new Position(epoch, start, 1 + random.nextLong(rows + 1)));
            addAll(ids, new Position(epoch, start, rows + 2));
            boolean isHuge = rows >= 1L << 26;
            if (!isHuge) {
                addAll(ids, new Position(epoch, start, Position.AFTER));
            }
            offset += 150 + rows;
        }
        assertInOrder(ids);
    }

    @Test
    void theLargestNumbersFit() {
        Coordinate last = new Coordinate((1L << 31) - 1, 999_999_999_999L);
        List<ChangeId> ids = new ArrayList<>();
        addAll(ids, Position.startOf(1));
        addAll(ids, new Position((1L << 33) - 1, last, 1));
        addAll(ids, new Position((1L << 33) - 1, last, Position.AFTER));
        assertInOrder(ids);
        assertThat(ids.getLast().streamId()).startsWith("18446744073709551615-167772");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeId.after(Position.startOf(1L << 33)).streamId())
                .withMessage("epoch: 8589934592 (expected: at most 33 bits)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeId.after(Position.before(1, new Coordinate(1L << 31, 4)))
                        .streamId())
                .withMessage("binlog file number: 2147483648 (expected: at most 31 bits)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChangeId(Position.startOf(1), 10))
                .withMessageContaining("turn: 10");
    }

    private static void addAll(List<ChangeId> ids, Position position) {
        for (int turn = 0; turn <= ChangeId.LAST; turn++) {
            ids.add(new ChangeId(position, turn));
        }
    }

    private static void assertInOrder(List<ChangeId> ids) {
        List<ChangeId> distinct = ids.stream().distinct().toList();
        assertThat(distinct).isSortedAccordingTo(Comparator.naturalOrder());
        List<String> streamIds = distinct.stream().map(ChangeId::streamId).toList();
        assertThat(streamIds).doesNotHaveDuplicates().isSortedAccordingTo(IN_REDIS);
        List<String> texts =
                new ArrayList<>(distinct.stream().map(ChangeId::text).toList());
        Collections.shuffle(texts, new Random(1));
        Collections.sort(texts);
        assertThat(texts).isEqualTo(distinct.stream().map(ChangeId::text).toList());
    }

    private static long part(String id, int index) {
        return Long.parseUnsignedLong(id.split("-", -1)[index]);
    }
}
