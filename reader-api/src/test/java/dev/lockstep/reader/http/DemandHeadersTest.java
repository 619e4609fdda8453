package dev.lockstep.reader.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.reader.lookup.Claim;
import dev.lockstep.reader.lookup.Demand;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemandHeadersTest {

    private static final String GTID = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5";

    @Test
    void whoAsksForNothingTakesWhatThereIs() {
        assertThat(parse()).isEqualTo(Demand.NONE);
        assertThat(parse("Cache-Control", "no-transform, max-stale")).isEqualTo(Demand.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "Lockstep-Max-Staleness, 250ms, 250",
        "Lockstep-Max-Staleness, 2s, 2000",
        "Lockstep-Max-Staleness, 1m, 60000",
        "Lockstep-Max-Staleness, 1h, 3600000",
        "Cache-Control, max-age=3, 3000",
        "Cache-Control, 'no-transform, MAX-AGE=3', 3000"
    })
    void aBound(String header, String value, long millis) {
        assertThat(parse(header, value))
                .isEqualTo(new Demand(Optional.of(Duration.ofMillis(millis)), Optional.empty(), false));
    }

    @Test
    void ofTwoBoundsTheNarrowerOneHolds() {
        assertThat(parse("Cache-Control", "max-age=1", "Lockstep-Max-Staleness", "2s")
                        .maxStaleness())
                .contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "Lockstep-Consistency, strong",
        "Lockstep-Consistency, STRONG",
        "Cache-Control, no-cache",
        "Lockstep-Max-Staleness, 0ms",
        "Cache-Control, max-age=0"
    })
    void fromTheDatabase(String header, String value) {
        assertThat(parse(header, value).strong()).isTrue();
    }

    @Test
    void whatHasToBeInTheAnswer() {
        Position position = new Position(5, new Coordinate(7, 4096), 12);

        assertThat(parse("Lockstep-Position", position.text()).after()).contains(new Claim.At(position));
        assertThat(parse("Lockstep-Position", GTID).after()).contains(new Claim.Transactions(GtidSet.parse(GTID)));
        assertThat(parse("Lockstep-Position", "mysql-bin-changelog.000123:4567").after())
                .contains(new Claim.Binlog(new Coordinate(123, 4567)));
        assertThat(parse("Lockstep-Position", "").after()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Lockstep-Max-Staleness, soon",
        "Lockstep-Max-Staleness, -1s",
        "Lockstep-Max-Staleness, 250",
        "Lockstep-Max-Staleness, 12345678901s",
        "Lockstep-Consistency, weak",
        "Lockstep-Position, yesterday",
        "Lockstep-Position, 123",
        "Lockstep-Position, 3e11fa47-71ca-11e1-9e33-c80aa9429562:tag:1",
        "Lockstep-Position, mysql-bin.000001:",
        "Lockstep-Position, mysql-bin.99999999999:4"
    })
    void whatCannotBeUnderstoodIsNamed(String header, String value) {
        assertThatExceptionOfType(BadDemandException.class)
                .isThrownBy(() -> parse(header, value))
                .withMessageStartingWith(header + " (expected: ")
                .withMessageNotContaining(value + " ");
    }

    private static Demand parse(String... headers) {
        MutableHttpRequest<?> request = new SimpleHttpRequest<>(io.micronaut.http.HttpMethod.GET, "/v1/hero/1", null);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpRequest<?> made = request;
        return DemandHeaders.parse(made.getHeaders());
    }
}
