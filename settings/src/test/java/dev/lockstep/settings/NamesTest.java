package dev.lockstep.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {

    private static final Names NAMES =
            new Names(Stream.concat(SharedSettings.all().stream(), Stream.of(SharedSettings.httpPort(8080)))
                    .map(Setting::name)
                    .toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP_PROXY",
                "HTTPS_PROXY",
                "NO_PROXY",
                "http_proxy",
                "JAVA_HOME",
                "HOME",
                "HOST",
                "PORT",
                "PATH",
                "HOSTNAME",
                "LOG_DIR",
                "AWS_REGION",
                "KUBERNETES_PORT",
                "KUBERNETES_SERVICE_HOST",
                "PG_HOST",
                "PG_PORT",
                "ES_HOST",
                "MQ_USER",
                "LC_ALL"
            })
    void leavesForeignNamesAlone(String name) {
        assertThat(NAMES.looksMisspelt(name, "anything")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_PORT, tcp://10.0.0.1:6379",
        "REDIS_PORT_6379_TCP, tcp://10.0.0.1:6379",
        "REDIS_PORT_6379_TCP_ADDR, 10.0.0.1",
        "REDIS_MASTER_PORT, tcp://10.0.0.1:6379",
        "REDIS_MASTER_SERVICE_PORT_TCP_REDIS, 6379",
        "LOCKSTEP_READER_PORT, tcp://10.0.0.2:8080",
        "LOCKSTEP_READER_SERVICE_HOST, 10.0.0.2",
        "LDB_PORT, udp://10.0.0.3:53",
        "DB_SERVICE_HOST, 10.0.0.3",
        "DB_SERVICE_PORT, 3306",
        "DB_ENV_MYSQL_VERSION, 8.4"
    })
    void leavesAloneWhatAnOrchestratorSaysOfItsServices(String name, String value) {
        assertThat(NAMES.looksMisspelt(name, value)).isFalse();
    }

    @Test
    void leavesAloneWhatTheRestOfTheProjectReads() {
        assertThat(List.of("LOCKSTEP_CONFIG", "LOCKSTEP_HOME", "LOCKSTEP_CACHE", "LOCKSTEP_JAVA_OPTS"))
                .noneMatch(name -> NAMES.looksMisspelt(name, "anything"));
    }

    @Test
    void isNotMisspeltWhereItIsKnown() {
        assertThat(SharedSettings.all()).noneMatch(each -> NAMES.looksMisspelt(each.name(), "anything"));
    }

    @ParameterizedTest
    @CsvSource({
        "DB_HSOT, DB_HOST",
        "DB_PASSWORD, DB_PASS",
        "DB_TABLES, DB_TABLE",
        "REDIS_URI, REDIS_URL",
        "REDIS_PORTS, REDIS_URL",
        "CACHE_NAMESPACES, CACHE_NAMESPACE",
        "HTP_PORT, HTTP_PORT",
        "HTTP_PROT, HTTP_PORT",
        "LOGLEVEL, LOG_LEVEL",
        "DBHOST, DB_HOST",
        "LOCKSTEP_CONFG, LOCKSTEP_CONFIG"
    })
    void knowsWhatWasMeant(String misspelt, String meant) {
        assertThat(NAMES.looksMisspelt(misspelt, "anything")).isTrue();
        assertThat(NAMES.unknown(misspelt, "the environment"))
                .startsWith(misspelt + " in the environment is not a setting")
                .contains("nearest known name: " + meant + ")");
    }

    @Test
    void aPortThatIsNoAddressIsAMistakeOfSomebody() {
        assertThat(NAMES.looksMisspelt("REDIS_PORT", "6379")).isTrue();
    }
}
