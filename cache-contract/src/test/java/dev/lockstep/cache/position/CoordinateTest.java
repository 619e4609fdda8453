package dev.lockstep.cache.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CoordinateTest {

    private static final long MOST_FILE = 9_999_999_999L;
    private static final long MOST_OFFSET = 999_999_999_999L;

    @Test
    void hasATextOfFixedWidth() {
        assertThat(new Coordinate(123, 4567).text()).isEqualTo("0000000123000000004567");
        assertThat(new Coordinate(0, 0).text()).isEqualTo("0".repeat(Coordinate.LENGTH));
        assertThat(new Coordinate(MOST_FILE, MOST_OFFSET).text()).isEqualTo("9".repeat(Coordinate.LENGTH));
    }

    @Test
    void sortsAsItsTextDoes() {
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            Coordinate one = any(random);
            Coordinate other = any(random);
            assertThat(Integer.signum(one.compareTo(other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(one.text().compareTo(other.text())));
            assertThat(one.text()).hasSize(Coordinate.LENGTH);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mysql-bin-changelog.000123, 123",
        "binlog.1, 1",
        "a.b.000007, 7",
        ".000001, 1",
        "binlog.2147483647, 2147483647",
        "binlog.9999999999, 9999999999"
    })
    void isMadeOfTheServersFileName(String name, long file) {
        assertThat(Coordinate.of(name, 4)).isEqualTo(new Coordinate(file, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "binlog",
                "binlog.",
                "000001",
                "binlog.00000x",
                "binlog.-1",
                "binlog.+1",
                "binlog.٠١",
                "binlog.1 ",
                "binlog.12345678901",
                "binlog.99999999999999999999"
            })
    void refusesAFileNameThatDoesNotEndInANumber(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Coordinate.of(name, 4))
                .withMessageStartingWith("binlog file: '%s' (expected: ", name);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MOST_FILE + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesAFileOutOfBounds(long file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Coordinate(file, 0))
                .withMessage("binlog file number: %d (expected: 0 or more, at most 10 digits)", file);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MOST_OFFSET + 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesAnOffsetOutOfBounds(long offset) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Coordinate(0, offset))
                .withMessage("binlog offset: %d (expected: 0 or more, at most 12 digits)", offset);
    }

    @Test
    void isShownToPeopleAsFileAndOffset() {
        assertThat(new Coordinate(12, 3456)).hasToString("12:3456");
    }

    /** Of every number of digits alike, so that the borders between them come often. */
    static Coordinate any(Random random) {
        return new Coordinate(anyUpTo(random, 10), anyUpTo(random, 12));
    }

    static long anyUpTo(Random random, int digits) {
        return random.nextLong((long) Math.pow(10, random.nextInt(digits + 1)));
    }
}
