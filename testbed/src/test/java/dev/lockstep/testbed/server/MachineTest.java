package dev.lockstep.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineTest {

    @ParameterizedTest
    @CsvSource({
        "MYSQL, Linux, amd64",
        "MYSQL, Mac OS X, x86_64",
        "MYSQL, Mac OS X, aarch64",
        "REDIS, Linux, amd64",
        "REDIS, Linux, aarch64",
        "REDIS, Mac OS X, x86_64",
        "REDIS, Mac OS X, aarch64"
    })
    void whatIsNamedIsOnTheClassPath(ServerKind kind, String system, String processor) {
        assertThat(Machine.named(system, processor).resource(kind))
                .hasValueSatisfying(
                        name -> assertThat(MachineTest.class.getResource(name)).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, Linux, aarch64", "MYSQL, Windows 11, amd64", "REDIS, Windows 11, amd64", "REDIS, FreeBSD, amd64"
    })
    void otherMachinesHaveNone(ServerKind kind, String system, String processor) {
        assertThat(Machine.named(system, processor).resource(kind)).isEmpty();
    }

    @Test
    void whereThereIsNoneTheMessageNamesWhatToDo() {
        assertThat(new UnfitMachineException(ServerKind.MYSQL, Machine.named("Windows 11", "amd64")))
                .hasMessageContaining("windows 11 on amd64")
                .hasMessageContaining("docker compose up")
                .hasMessageContaining("-Dlockstep.mysqld=");
    }
}
