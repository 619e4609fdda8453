package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({"1s, PT1S", "20s, PT20S", "5m, PT5M", "24h, PT24H"})
    void isReadAsItIsWritten(String text, Duration time) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "s", "-5s", "0s", "25h", "99999h", "5 s", "1.5m", "20ms"})
    void anythingElseIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> new TimeSpan().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'%s' (expected: a time such as 20s, 5m or 1h, from 1s to 24h)", text);
    }
}
