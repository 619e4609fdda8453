package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Reading.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReadingTest {

    private static final Position POSITION = new Position(5, new Coordinate(7, 4096), 12);
    private static final Position REACHED = new Position(5, new Coordinate(7, 9_999), Position.AFTER);
    private static final String UNKNOWN = "9999999999999";
    private static final String AGE = "0000000000250";

    @Test
    void aRowHasItsDocumentPositionAndCommitTime() {
        Reading reading = reading(AGE, header(Entry.PRESENT) + "{\"id\":1}");
        assertThat(reading.kind()).isEqualTo(Kind.PRESENT);
        assertThat(reading.age()).contains(Duration.ofMillis(250));
        assertThat(reading.position()).isEqualTo(POSITION);
        assertThat(reading.commitMillis()).isEqualTo(1_767_225_600_000L);
        assertThat(reading.document()).isEqualTo(ByteBuffer.wrap("{\"id\":1}".getBytes(US_ASCII)));
    }

    @Test
    void anAbsentRowHasAPositionAndCommitTime() {
        Reading reading = reading(UNKNOWN, header(Entry.ABSENT));
        assertThat(reading.kind()).isEqualTo(Kind.ABSENT);
        assertThat(reading.age()).isEmpty();
        assertThat(reading.position()).isEqualTo(POSITION);
        assertThat(reading.commitMillis()).isEqualTo(1_767_225_600_000L);
    }

    @Test
    void whatIsNotARowHasNeither() {
        isNoRow(reading(AGE, ""), Kind.NOTHING);
        isNoRow(reading(AGE, 'S' + POSITION.text()), Kind.SETTLING);
        isNoRow(reading(AGE, "Ltoken"), Kind.LEASED);
    }

    @Test
    void theAgeIsKnownUpToTheLastMillisecondBeforeUnknown() {
        assertThat(reading("0000000000000", "").age()).contains(Duration.ZERO);
        assertThat(reading("9999999999998", "").age()).contains(Duration.ofMillis(9_999_999_999_998L));
        assertThat(reading(UNKNOWN, "").age()).isEmpty();
    }

    @Test
    void itGetsOlderUnlessItsAgeIsNotKnown() {
        Duration second = Duration.ofSeconds(1);

        assertThat(reading(AGE, header(Entry.PRESENT)).after(second).age()).contains(Duration.ofMillis(1_251));
        assertThat(reading("9999999999998", "").after(second).age()).contains(Duration.ofMillis(9_999_999_999_998L));
        assertThat(reading(UNKNOWN, "").after(second).age()).isEmpty();
    }

    @Test
    void itSaysHowFarThePartitionIsAndWhatMayBeInIt() {
        Position ahead = Position.before(5, new Coordinate(8, 0));

        assertThat(reading(AGE, "").reached()).isEqualTo(REACHED);
        assertThat(reading(AGE, "").bound()).isEqualTo(REACHED.text());
        assertThat(reading(AGE, header(Entry.PRESENT)).bound()).isEqualTo(REACHED.text());
        assertThat(reading(AGE, header(Entry.ABSENT, new Coordinate(7, 9_000))).bound())
                .isEqualTo(REACHED.text());
        assertThat(reading(AGE, header(Entry.PRESENT, new Coordinate(8, 0))).bound())
                .isEqualTo(ahead.text());
        Reading nowhere = Reading.of((AGE + "0".repeat(Position.LENGTH)).getBytes(US_ASCII), new byte[0]);
        assertThat(nowhere.reached()).isNull();
        assertThat(nowhere.bound()).isEmpty();
    }

    private static void isNoRow(Reading reading, Kind kind) {
        assertThat(reading.kind()).isEqualTo(kind);
        assertThat(reading.age()).contains(Duration.ofMillis(250));
        assertThat(reading.position()).isNull();
        assertThat(reading.commitMillis()).isZero();
    }

    private static Reading reading(String age, String entry) {
        return Reading.of((age + REACHED.text()).getBytes(US_ASCII), entry.getBytes(US_ASCII));
    }

    private static String header(char kind) {
        return header(kind, new Coordinate(0, 0));
    }

    private static String header(char kind, Coordinate seenUpTo) {
        return new String(Entry.header(kind, POSITION.text(), seenUpTo.text(), 1_767_225_600_000L), US_ASCII);
    }
}
