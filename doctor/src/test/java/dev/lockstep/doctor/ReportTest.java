package dev.lockstep.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class ReportTest {

    private static final Finding FULL =
            new Finding(Check.REDIS_MEMORY, Severity.WARN, "20 of 21 MB used", "CONFIG SET maxmemory 41mb");
    private static final Finding WELL = new Finding(Check.REDIS_EVICTION, Severity.OK, "noeviction", "");

    @Test
    void forPeople() {
        assertThat(new Report(List.of(WELL, FULL)).lines(false))
                .containsExactly(
                        "WARN  redis.memory                    20 of 21 MB used",
                        "      -> CONFIG SET maxmemory 41mb   [docs/operations.md#redis]",
                        "",
                        "0 error, 1 warn, 0 info, 1 ok (--all shows them too)");
        assertThat(new Report(List.of(WELL, FULL)).lines(true))
                .startsWith("OK    redis.eviction                  noeviction");
    }

    @Test
    void forMachines() throws IOException {
        JsonNode report = new ObjectMapper().readTree(new Report(List.of(WELL, FULL)).json());

        assertThat(report.fieldNames()).toIterable().containsExactly("worst", "exitCode", "counts", "findings");
        assertThat(report.get("counts").fieldNames()).toIterable().containsExactly("OK", "INFO", "WARN", "ERROR");
        assertThat(report.get("findings").get(1).toString())
                .isEqualTo("{\"check\":\"redis.memory\",\"severity\":\"WARN\",\"found\":\"20 of 21 MB used\","
                        + "\"fix\":\"CONFIG SET maxmemory 41mb\",\"link\":\"docs/operations.md#redis\"}");
        assertThat(report.get("worst").asText()).isEqualTo("WARN");
        assertThat(report.get("exitCode").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OK, 0", "INFO, 0", "WARN, 1", "ERROR, 2"})
    void theWorstDecides(Severity worst, int exitCode) {
        Finding finding = new Finding(Check.SETTINGS, worst, "", "");

        assertThat(new Report(List.of(WELL, finding, WELL)).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void settingsThatAreWrongAreNamedAndNothingElseIsLookedAt() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine command = DoctorCommand.commandLine(
                        Map.of("DB_HSOT", "db", "DB_PASS", "se-cr-et", "WORKER_BATCH_ROWS", "0"), Patience.USUAL)
                .setOut(new PrintWriter(out));

        assertThat(command.execute("--json")).isEqualTo(2);

        assertThat(out.toString())
                .contains("DB_HSOT in the environment is not a setting (nearest known name: DB_HOST)")
                .contains("WORKER_BATCH_ROWS: '0' (expected: a whole number, 1 to 2048)")
                .doesNotContain("se-cr-et");
        List<String> checks = new ObjectMapper().readTree(out.toString()).findValuesAsText("check");
        assertThat(checks).contains("redis.acl", "step.lag", "latency.source");
    }
}
