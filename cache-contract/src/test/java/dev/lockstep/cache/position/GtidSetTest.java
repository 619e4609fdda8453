package dev.lockstep.cache.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GtidSetTest {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "4350f323-7565-4e59-8763-4b1b83a0ce0e";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A:1-5             | A:3               | true
            A:1-5             | A:1-5             | true
            A:1-5             | A:5-6             | false
            A:1-5:7-9         | A:1:5:7:9         | true
            A:1-5:7-9         | A:5-7             | false
            A:1-5,B:1         | B:1               | true
            A:1-5             | B:1               | false
            A:1-5             | ''                | true
            ''                | A:1               | false
            A:1-3:4-5:6       | A:1-6             | true
            """)
    void containsWhatIsInIt(String whole, String part, boolean contained) {
        assertThat(set(whole).contains(set(part))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A:1-1                 | A:1
            A:5:1-3:4             | A:1-5
            A:9:1-3:2-6           | A:1-6:9
            A:1-3,A:4             | A:1-4
            A:4-5:1-9             | A:1-9
            A:7-8:1-2:3-9:11      | A:1-9:11
            """)
    void isWrittenAsShortAsItCanBe(String text, String written) {
        assertThat(set(text)).hasToString(text(written));
        assertThat(set(text)).isEqualTo(set(written));
    }

    @Test
    void itKnowsTheServersOfWhichItHasTransactions() {
        assertThat(set("A:1-3,B:7").knowsServersOf(set("A:9"))).isTrue();
        assertThat(set("A:1-3").knowsServersOf(set("A:1,B:7"))).isFalse();
        assertThat(set("").knowsServersOf(set(""))).isTrue();
    }

    @Test
    void twoMakeOne() {
        assertThat(set("A:1-3,B:7").plus(set("A:4-5"))).isEqualTo(set("A:1-5,B:7"));
        assertThat(set("").plus(set("A:1")))
                .isEqualTo(set("A:1"))
                .isEqualTo(set("A:1").plus(set("")));
    }

    @Test
    void whiteSpaceAndCapitalsAreNothingToIt() {
        assertThat(GtidSet.parse(" %s:1-5,\n%s:1 ".formatted(A.toUpperCase(java.util.Locale.ROOT), B)))
                .isEqualTo(set("A:1-5,B:1"));
        assertThat(GtidSet.parse("\n").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "A:",
                "A:0",
                "A:5-1",
                "A:-1",
                "A:1-",
                "A:x",
                "A:tag:1",
                "x:1",
                "A:1;B:2",
                "A:99999999999999999999",
                "A:9999999999999999999",
                "A:1-9223372036854775807",
                "mysql-bin.000001:4"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(text))
                .withMessageContaining("expected: such as uuid:1-5");
    }

    @Test
    void agreesWithCountingOneByOne() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            boolean[] whole = new boolean[40];
            boolean[] part = new boolean[40];
            GtidSet first = draw(random, whole);
            GtidSet second = draw(random, part);
            boolean expected = IntStream.range(0, 40).allMatch(i -> whole[i] || !part[i]);
            assertThat(first.contains(second)).as("%s has %s", first, second).isEqualTo(expected);
        }
    }

    private static GtidSet draw(Random random, boolean[] members) {
        StringBuilder text = new StringBuilder(A);
        int intervals = 1 + random.nextInt(6);
        for (int i = 0; i < intervals; i++) {
            int from = 1 + random.nextInt(38);
            int to = Math.min(39, from + random.nextInt(8));
            text.append(':').append(from).append('-').append(to);
            for (int each = from; each <= to; each++) {
                members[each] = true;
            }
        }
        return GtidSet.parse(text.toString());
    }

    private static GtidSet set(String text) {
        return GtidSet.parse(text(text));
    }

    private static String text(String text) {
        return text.replace("A", A).replace("B", B);
    }
}
