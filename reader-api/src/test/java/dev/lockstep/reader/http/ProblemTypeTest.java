package dev.lockstep.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpStatus;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemTypeTest {

    @Test
    void theTypesAreStable() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::uri))
                .containsExactly(
                        "/problems/row-not-found",
                        "/problems/unknown-table",
                        "/problems/no-such-resource",
                        "/problems/no-changes",
                        "/problems/unknown-lookup",
                        "/problems/bad-demand",
                        "/problems/unfit-key",
                        "/problems/unfit-batch",
                        "/problems/bad-request",
                        "/problems/method-not-allowed",
                        "/problems/not-acceptable",
                        "/problems/unauthenticated",
                        "/problems/forbidden",
                        "/problems/too-many-requests",
                        "/problems/too-busy",
                        "/problems/too-large",
                        "/problems/unfit-row",
                        "/problems/database-unreachable",
                        "/problems/changes-unreachable",
                        "/problems/too-stale",
                        "/problems/not-ready",
                        "/problems/refused",
                        "/problems/internal-error");
    }

    @Test
    void everyErrorOfTheFrameworkHasAType() {
        assertThat(HttpStatus.values())
                .filteredOn(status -> status.getCode() >= 400)
                .isNotEmpty()
                .allSatisfy(status -> {
                    Problem problem = ProblemType.of(status).with(status, "d", "/i");
                    assertThat(problem.status()).isEqualTo(status.getCode());
                    assertThat(problem.title()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "400, /problems/bad-request",
        "401, /problems/unauthenticated",
        "403, /problems/forbidden",
        "404, /problems/no-such-resource",
        "405, /problems/method-not-allowed",
        "414, /problems/refused",
        "429, /problems/too-many-requests",
        "500, /problems/internal-error",
        "503, /problems/internal-error"
    })
    void aStatusBecomesTheTypeThatSaysIt(int status, String type) {
        assertThat(ProblemType.of(HttpStatus.valueOf(status)).uri()).isEqualTo(type);
    }
}
