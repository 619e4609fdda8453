package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EntryTest {

    private static final Position POSITION = new Position(1_767_225_600, new Coordinate(7, 4096), 12);
    private static final Coordinate SEEN = new Coordinate(8, 157);

    @Test
    void theHeaderHasItsFieldsWhereTheyAreDocumented() {
        byte[] header = Entry.header(Entry.PRESENT, POSITION.text(), SEEN.text(), 1_767_225_601_234L);
        assertThat(header).hasSize(78).hasSize(Entry.HEADER);
        String text = new String(header, US_ASCII);
        assertThat(text.charAt(0)).isEqualTo('P');
        assertThat(text.substring(1, 43)).isEqualTo(POSITION.text());
        assertThat(text.substring(43, 65)).isEqualTo(SEEN.text());
        assertThat(text.substring(65, 78)).isEqualTo("1767225601234");
    }

    @ParameterizedTest
    @CsvSource({"0, 0000000000000", "1, 0000000000001", "9999999999999, 9999999999999", "-1, 0000000000000"})
    void theCommitTimeFillsItsPlace(long millis, String digits) {
        byte[] header = Entry.header(Entry.ABSENT, POSITION.text(), SEEN.text(), millis);
        assertThat(new String(header, US_ASCII))
                .hasSize(Entry.HEADER)
                .startsWith("A")
                .endsWith(digits);
        assertThat(Entry.commitMillis(header)).isEqualTo(Long.parseLong(digits));
    }

    @Test
    void itsPartsAreFound() {
        String text = new String(Entry.header(Entry.PRESENT, POSITION.text(), SEEN.text(), 5), US_ASCII) + "{}";
        byte[] bytes = text.getBytes(US_ASCII);
        assertThat(Entry.position(bytes)).isEqualTo(POSITION.text());
        assertThat(Entry.commitMillis(bytes)).isEqualTo(5);
        assertThat(Entry.bound(bytes)).isEqualTo(Position.before(POSITION.epoch(), SEEN));
        assertThat(Entry.document(bytes)).isEqualTo(ByteBuffer.wrap("{}".getBytes(US_ASCII)));
        assertThat(Entry.document(bytes).array()).isSameAs(bytes);
    }
}
