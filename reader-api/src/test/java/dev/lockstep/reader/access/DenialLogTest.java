package dev.lockstep.reader.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class DenialLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void aDenialIsALine() {
        try (DenialLog log = new DenialLog(lines::add)) {
            log.add(new Denial("app", Denial.Reason.TABLE, "", "GET", "villain", "10.0.0.7"));
            Eventually.holds(
                    PATIENCE,
                    () -> assertThat(lines)
                            .containsExactly(
                                    "denied caller=app reason=table method=GET table=villain remote=10.0.0.7"));
        }
    }

    @Test
    void whatWasSentCannotMakeLinesOfItsOwn() {
        String line = new Denial(
                        "-",
                        Denial.Reason.BAD_CREDENTIALS,
                        "two words",
                        "GET",
                        "a b\r\ndenied caller=root\u001b[31m é" + "x".repeat(1_000),
                        "")
                .line();

        assertThat(line)
                .startsWith("denied caller=- reason=bad-credentials method=GET table=a?b??denied?caller=root?[31m??xxx")
                .endsWith("remote=- detail=two_words")
                .matches("[ -~]{1,500}");
    }

    @Test
    void ofManyOnlySomeAreListedAndTheOthersAreCounted() {
        int all = 1_000;
        try (DenialLog log = new DenialLog(lines::add)) {
            for (int i = 0; i < all; i++) {
                log.add(new Denial("-", Denial.Reason.NO_CREDENTIALS, "", "GET", "hero", "10.0.0.7"));
            }
            Eventually.holds(PATIENCE, () -> assertThat(listed() + leftOut()).isEqualTo(all));
            assertThat(listed()).isLessThan(all / 2);
        }
    }

    private int listed() {
        return (int)
                lines.stream().filter(each -> each.startsWith("denied caller")).count();
    }

    private int leftOut() {
        return lines.stream()
                .filter(each -> each.endsWith("not listed"))
                .mapToInt(each -> Integer.parseInt(each.split(" ", -1)[1]))
                .sum();
    }
}
