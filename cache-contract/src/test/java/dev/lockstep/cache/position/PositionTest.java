package dev.lockstep.cache.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionTest {

    private static final Coordinate SOMEWHERE = new Coordinate(7, 4096);

    @Test
    void hasATextOfFixedWidth() {
        assertThat(new Position(1_767_225_600, SOMEWHERE, 12).text())
                .isEqualTo("1767225600" + "0000000007" + "000000004096" + "0000000012");
        assertThat(Position.LENGTH).isEqualTo(42);
    }

    @Test
    void sortsAsItsTextDoes() {
        Random random = new Random(20260102);
        for (int i = 0; i < 20_000; i++) {
            Position one = any(random);
            Position other = i % 2 == 0 ? any(random) : near(one, random);
            assertThat(Integer.signum(one.compareTo(other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(one.text().compareTo(other.text())));
        }
    }

    @Test
    void comesBackFromItsText() {
        Random random = new Random(20260103);
        for (int i = 0; i < 20_000; i++) {
            Position position = any(random);
            assertThat(Position.parse(position.text())).isEqualTo(position);
        }
        assertThat(Position.parse("9".repeat(42)))
                .isEqualTo(
                        new Position(9_999_999_999L, new Coordinate(9_999_999_999L, 999_999_999_999L), Position.AFTER));
    }

    @Test
    void theRowsOfATransactionAreBetweenItsEnds() {
        Position before = Position.before(5, SOMEWHERE);
        Position first = new Position(5, SOMEWHERE, 1);
        Position last = new Position(5, SOMEWHERE, 1_000_000_000);
        Position after = new Position(5, SOMEWHERE, Position.AFTER);
        Position next = Position.before(5, new Coordinate(7, 4097));
        assertThat(List.of(before, first, last, after, next)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anEpochStartsAfterEverythingOfTheOneBefore() {
        Position last = new Position(4, new Coordinate(9_999_999_999L, 999_999_999_999L), Position.AFTER);
        assertThat(Position.startOf(5)).isGreaterThan(last).isLessThan(Position.before(5, new Coordinate(0, 4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000",
                "00000000000000000000000000000000000000000x",
                "-00000000000000000000000000000000000000001",
                "٠00000000000000000000000000000000000000000"
            })
    void refusesATextThatIsNotOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.parse(text))
                .withMessage("position: '%s' (expected: 42 digits)", text);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 10_000_000_000L})
    void refusesAnEpochOrOrdinalOutOfBounds(long number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(number, SOMEWHERE, 0))
                .withMessage("epoch: %d (expected: 0 or more, at most 10 digits)", number);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(0, SOMEWHERE, number))
                .withMessage("ordinal: %d (expected: 0 or more, at most 10 digits)", number);
    }

    @Test
    void isShownToPeopleInParts() {
        assertThat(new Position(3, SOMEWHERE, 2)).hasToString("3/7:4096#2");
        assertThat(new Position(3, SOMEWHERE, Position.AFTER)).hasToString("3/7:4096#end");
    }

    private static Position any(Random random) {
        return new Position(
                CoordinateTest.anyUpTo(random, 10), CoordinateTest.any(random), CoordinateTest.anyUpTo(random, 10));
    }

    /** Differs in one part at most. */
    private static Position near(Position from, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Position(CoordinateTest.anyUpTo(random, 10), from.transaction(), from.ordinal());
            case 1 -> new Position(from.epoch(), CoordinateTest.any(random), from.ordinal());
            default -> new Position(from.epoch(), from.transaction(), CoordinateTest.anyUpTo(random, 10));
        };
    }
}
