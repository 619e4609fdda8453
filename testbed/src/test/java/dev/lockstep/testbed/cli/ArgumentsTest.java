package dev.lockstep.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line says to what it cannot do; nothing is started. */
final class ArgumentsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --for 20 | Invalid value for option '--for': '20' (expected: a time such as 20s",
                "demo --rate 0 | --rate: 0 (expected: rows a second, 1 to 20000)",
                "demo --rate fast | Invalid value for option '--rate': 'fast' is not an int",
                "up --mysql-port 70000 | --mysql-port: 70000 (expected: a port, 1 to 65535, or 0 for a free one)",
                "demo --reader-port -1 | --reader-port: -1 (expected: a port",
                "up --for 20s | Unknown options: '--for', '20s'",
                "demo --redis-prot 1 | Possible solutions: --redis-server",
                "torture --for 0s | Invalid value for option '--for': '0s' (expected: a time such as 20s",
                "torture --rate 0 | --rate: 0 (expected: rows a second, 1 to 5000)",
                "torture --reads 6000 | --reads: 6000 (expected: reads a second, 1 to 5000)",
                "torture --workers 5 | --workers: 5 (expected: workers, 1 to 4)",
                "torture --only nonsense | --only: 'nonsense' (expected: a part of one of: worker killed; all workers killed",
                "torture --seed first | Invalid value for option '--seed': 'first' is not a long",
                "dmeo | Unmatched argument at index 0: 'dmeo'"
            })
    void aMistakeIsNamedAndNothingIsStarted(String arguments, String complaint) {
        assertThat(execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains(complaint)
                .contains("See ./lockstep")
                .doesNotContain("Usage:");
    }

    @Test
    void helpListsEveryOption() {
        assertThat(execute("demo", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--for",
                        "--rate",
                        "--mysql-port",
                        "--redis-port",
                        "--worker-port",
                        "--reader-port",
                        "--mysqld");
    }

    @Test
    void helpOfTortureListsEveryOption() {
        assertThat(execute("torture", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--for", "--seed", "--only", "--rate", "--reads", "--workers", "--keep", "--check", "--mysqld");
    }

    private int execute(String... arguments) {
        return Lockstep.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
