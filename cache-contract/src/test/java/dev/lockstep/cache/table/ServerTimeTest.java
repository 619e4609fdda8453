package dev.lockstep.cache.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerTimeTest {

    @ParameterizedTest
    @CsvSource({
        "00:00:00, PT0S",
        "838:59:59, PT838H59M59S",
        "-838:59:59, PT-838H-59M-59S",
        "-00:00:00.000001, PT-0.000001S",
        "-00:30:00, PT-30M",
        "01:02:03.000005, PT1H2M3.000005S",
        "100:00:00.50, PT100H0.5S"
    })
    void aTimeIsASpanWithASign(String text, Duration expected) {
        assertThat(ServerTime.time(text)).isEqualTo(expected);
    }

    @Test
    void aDateAndTimeKeepsItsFraction() {
        assertThat(ServerTime.dateTime("2026-02-28 23:59:59")).isEqualTo(LocalDateTime.parse("2026-02-28T23:59:59"));
        assertThat(ServerTime.dateTime("2026-02-28 23:59:59.000001"))
                .isEqualTo(LocalDateTime.parse("2026-02-28T23:59:59.000001"));
        assertThat(ServerTime.timestamp("2026-02-28 23:59:59.5")).isEqualTo(Instant.parse("2026-02-28T23:59:59.5Z"));
        assertThat(ServerTime.date("0001-01-01")).isEqualTo(LocalDate.of(1, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-00-00", "2026-00-01", "2026-01-00", "0000-05-05", "2026-02-31"})
    void aDateThatIsInNoCalendarIsNull(String date) {
        assertThat(ServerTime.date(date)).isNull();
        assertThat(ServerTime.dateTime(date + " 00:00:00")).isNull();
        assertThat(ServerTime.timestamp(date + " 00:00:00.000000")).isNull();
    }

    @Test
    void nullIsNull() {
        assertThat(ServerTime.date(null)).isNull();
        assertThat(ServerTime.time(null)).isNull();
        assertThat(ServerTime.dateTime(null)).isNull();
        assertThat(ServerTime.timestamp(null)).isNull();
    }
}
