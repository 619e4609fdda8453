package dev.lockstep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceTest {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "4350f323-7565-4e59-8763-4b1b83a0ce0e";
    private static final String HERE = "179560800000000000070000000040960000000012";
    private static final String FURTHER = "179560800000000000080000000000040000000000";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A:1             | A:2             | A:1-2
            A:1-3           | A:7             | A:1-3:7
            A:1-3:9         | A:4-8           | A:1-9
            A:1-9           | A:4-5           | A:1-9
            A:5             | A:5-6           | A:5-6
            A:5-6           | A:5             | A:5-6
            A:1             | B:2             | A:1,B:2
            B:2,A:1         | B:3:1           | A:1,B:1-3
            A:2:2-4         | ''              | A:2-4
            """)
    void transactionsAreJoined(String one, String other, String both) {
        assertThat(place(one).plus(place(other)).text()).isEqualTo(text(both));
        assertThat(place(other).plus(place(one)).text()).isEqualTo(text(both));
    }

    @Test
    void ofWhatRedisHasSaidTheFurthestStays() {
        assertThat(Place.parse(HERE).plus(Place.parse(FURTHER)).text()).isEqualTo(FURTHER);
        assertThat(Place.parse(FURTHER).plus(Place.parse(HERE)).text()).isEqualTo(FURTHER);
        assertThat(Place.parse(HERE + "; " + text("A:5")).plus(place("A:6")).text())
                .isEqualTo(HERE + ";" + text("A:5-6"));
        assertThat(Place.parse("").text()).isEmpty();
    }

    @Test
    void itDoesNotGrowForEver() {
        Place place = Place.START;
        for (int commit = 1; commit <= 10_000; commit += 3) {
            place = place.plus(place("A:" + commit));
        }
        assertThat(place.text()).hasSizeLessThan(200).startsWith(text("A:1-"));
        assertThat(place.plus(place("A:9999-10000")).text()).contains("10000");
    }

    @Test
    void whiteSpaceAndCapitalsAreNothingToIt() {
        assertThat(Place.parse(text("A:1-5").toUpperCase(java.util.Locale.ROOT) + ",\n" + text("B:1"))
                        .text())
                .isEqualTo(text("A:1-5,B:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "A", "A:", "A:0", "A:3-1", "A:tag:1", "123", "binlog.000001:4", "A:9999999999999999999"})
    void whatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> place(text));
    }

    private static Place place(String text) {
        return Place.parse(text(text));
    }

    private static String text(String letters) {
        return letters.replace("A", A).replace("B", B);
    }
}
