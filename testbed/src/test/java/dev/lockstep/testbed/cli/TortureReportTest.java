package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.history.Audit;
import dev.lockstep.testbed.history.Violation;
import dev.lockstep.testbed.torture.Struck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a torture says in the end. */
final class TortureReportTest {

    @Test
    void eachKindOfFaultIsOneLine() {
        List<String> table = TortureReport.table(List.of(
                struck("worker killed", 1_000),
                struck("FLUSHALL", 100),
                struck("worker killed", 9_000),
                struck("worker killed", 3_000)));

        assertThat(table.get(1)).matches(" +FLUSHALL +1 +0\\.1 s +0\\.1 s");
        assertThat(table.get(2)).matches(" +worker killed +3 +3\\.0 s +9\\.0 s");
        assertThat(table.getLast()).matches(" +all +4");
    }

    @Test
    void aFaultThatDidNotRecoverIsSaidSo() {
        Struck dead = new Struck("worker killed", Duration.ofSeconds(9), Optional.empty());

        assertThat(TortureReport.line(dead)).matches(" +9s +worker killed +not");
        assertThat(TortureReport.table(List.of(struck("worker killed", 1_000), dead)))
                .element(1)
                .asString()
                .matches(" +worker killed +2 +1\\.0 s +not");
    }

    @Test
    void everyWrongAnswerIsCountedAndTheFirstAreShown() {
        List<Violation> many = IntStream.range(0, 50)
                .mapToObj(key -> new Violation(Violation.Kind.STALE, key, "made up"))
                .toList();
        List<String> lines = TortureReport.of(new Audit(5, 1, 0, 1_000, 900, 400, 7, 3, 120, 4, many));

        assertThat(lines)
                .contains(
                        "  writes         5 rows committed, 1 more rolled back, 0 of unknown outcome",
                        "  answers        1,000 audited, 90.0 % of them from Redis, 400 to demands; 7 requests not answered",
                        "  staleness      at most 120 ms declared; unknown in 3 answers",
                        "  wrong answers  50",
                        "    STALE: 50",
                        "    STALE, key 0: made up")
                .hasSize(25);
    }

    private static Struck struck(String fault, int recoveredMillis) {
        return new Struck(fault, Duration.ZERO, Optional.of(Duration.ofMillis(recoveredMillis)));
    }
}
