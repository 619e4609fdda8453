package dev.lockstep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "DB_HOST", "db.example",
            "DB_USER", "lockstep",
            "DB_PASS", "",
            "DB_NAME", "shop",
            "DB_TABLE", "heroes",
            "REDIS_URL", "redis://cache.example:6379");

    @TempDir
    private Path folder;

    @Test
    void defaults() {
        Settings settings = read(LEAST);
        assertThat(settings.get(SharedSettings.DB_PORT)).isEqualTo(3306);
        assertThat(settings.get(SharedSettings.DB_TLS)).isEqualTo("preferred");
        assertThat(settings.get(SharedSettings.REDIS_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.get(SharedSettings.CACHE_NAMESPACE)).isEqualTo("lockstep");
        assertThat(settings.get(SharedSettings.CACHE_PARTITIONS)).isEqualTo(1);
        assertThat(settings.get(SharedSettings.CACHE_TTL)).isEqualTo(Duration.ofHours(24));
        assertThat(settings.get(SharedSettings.HTTP_HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.get(SharedSettings.LOG_FORMAT)).isEqualTo("json");
        assertThat(settings.get(SharedSettings.LOG_LEVEL)).isEqualTo("info");
    }

    @Test
    void everySettingIsRead() {
        Settings settings = read(Map.ofEntries(
                Map.entry("DB_HOST", "db"),
                Map.entry("DB_PORT", "3307"),
                Map.entry("DB_USER", "u"),
                Map.entry("DB_PASS", "p"),
                Map.entry("DB_NAME", "n"),
                Map.entry("DB_TABLE", "a,b.c"),
                Map.entry("DB_TLS", "verify_ca"),
                Map.entry("REDIS_URL", "redis://one:1,redis://two:2"),
                Map.entry("REDIS_TIMEOUT", "50ms"),
                Map.entry("CACHE_NAMESPACE", "ns-1"),
                Map.entry("CACHE_PARTITIONS", "64"),
                Map.entry("CACHE_TTL", "0s"),
                Map.entry("HTTP_HOST", "0.0.0.0"),
                Map.entry("LOG_FORMAT", "plain"),
                Map.entry("LOG_LEVEL", "warn")));
        assertThat(settings.get(SharedSettings.DB_HOST)).isEqualTo("db");
        assertThat(settings.get(SharedSettings.DB_PORT)).isEqualTo(3307);
        assertThat(settings.get(SharedSettings.DB_USER)).isEqualTo("u");
        assertThat(settings.get(SharedSettings.DB_PASS)).isEqualTo("p");
        assertThat(settings.get(SharedSettings.DB_NAME)).isEqualTo("n");
        assertThat(settings.get(SharedSettings.DB_TABLE)).containsExactly("a", "b.c");
        assertThat(settings.get(SharedSettings.DB_TLS)).isEqualTo("verify_ca");
        assertThat(settings.get(SharedSettings.REDIS_URL))
                .containsExactly(URI.create("redis://one:1"), URI.create("redis://two:2"));
        assertThat(settings.get(SharedSettings.REDIS_TIMEOUT)).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.get(SharedSettings.CACHE_NAMESPACE)).isEqualTo("ns-1");
        assertThat(settings.get(SharedSettings.CACHE_PARTITIONS)).isEqualTo(64);
        assertThat(settings.get(SharedSettings.CACHE_TTL)).isZero();
        assertThat(settings.get(SharedSettings.HTTP_HOST)).isEqualTo("0.0.0.0");
        assertThat(settings.get(SharedSettings.LOG_FORMAT)).isEqualTo("plain");
        assertThat(settings.get(SharedSettings.LOG_LEVEL)).isEqualTo("warn");
    }

    @Test
    void aServiceHasItsOwnUsualPort() {
        Setting<Integer> port = SharedSettings.httpPort(8123);
        assertThat(Settings.read(List.of(port), Map.of()).get(port)).isEqualTo(8123);
        assertThat(Settings.read(List.of(port), Map.of("HTTP_PORT", "0")).get(port))
                .isZero();
    }

    @Test
    void namesAllProblemsAtOnce() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.remove("DB_HOST");
        environment.putAll(Map.of("DB_PORT", "0", "LOG_LEVEL", "loud", "DB_PASSWORD", "x"));
        assertThat(problems(environment))
                .hasSize(4)
                .anySatisfy(each -> assertThat(each).startsWith("DB_HOST is missing (expected: a host name"))
                .anySatisfy(each -> assertThat(each).startsWith("DB_PORT: '0' (expected: a whole number, 1 to 65535)"))
                .anySatisfy(each -> assertThat(each).startsWith("LOG_LEVEL: 'loud' (expected: one of error, warn"))
                .anySatisfy(each -> assertThat(each)
                        .isEqualTo("DB_PASSWORD in the environment is not a setting (nearest known name: DB_PASS)"));
    }

    @Test
    void saysHowManyProblemsThereAreAndEachOnItsLine() {
        assertThat(new InvalidSettingsException(List.of("one", "two")))
                .hasMessageStartingWith("cannot start, 2 problems with the settings:")
                .hasMessageContaining("%n  - one%n  - two".formatted());
        assertThat(new InvalidSettingsException(List.of("one"))).hasMessageContaining("1 problem with the settings");
    }

    @Test
    void anEmptyValueIsNotTheDefault() {
        assertThat(problems(with("DB_PORT", ""))).singleElement().asString().startsWith("DB_PORT: ''");
    }

    @Test
    void foreignNamesOfTheEnvironmentAreLeftAlone() {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(Map.of(
                "HTTP_PROXY", "http://proxy:3128",
                "JAVA_HOME", "/jdk",
                "REDIS_PORT", "tcp://10.0.0.1:6379",
                "DB_SERVICE_HOST", "10.0.0.2"));
        assertThat(read(environment).get(SharedSettings.DB_HOST)).isEqualTo("db.example");
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        Path file = file("DB_HOST=of-the-file", "DB_PORT=4000", "# a comment", "DB_NAME=größe");
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.remove("DB_NAME");
        environment.put("LOCKSTEP_CONFIG", file.toString());
        Settings settings = read(environment);
        assertThat(settings.get(SharedSettings.DB_HOST)).isEqualTo("db.example");
        assertThat(settings.get(SharedSettings.DB_PORT)).isEqualTo(4000);
        assertThat(settings.get(SharedSettings.DB_NAME)).isEqualTo("größe");
    }

    @Test
    void everyUnknownNameInTheFileIsAProblem() throws IOException {
        Path file = file("DB_HOSTS=a", "SOMETHING_ELSE=b", "LOCKSTEP_CONFIG=c");
        assertThat(problems(with("LOCKSTEP_CONFIG", file.toString())))
                .hasSize(3)
                .allMatch(each -> each.contains(" in the file " + file + " is not a setting"))
                .anyMatch(each -> each.startsWith("DB_HOSTS ") && each.endsWith("(nearest known name: DB_HOST)"));
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        String name = folder.resolve("none.properties").toString();
        assertThat(problems(with("LOCKSTEP_CONFIG", name)))
                .singleElement()
                .asString()
                .startsWith("LOCKSTEP_CONFIG: '" + name + "' cannot be read");
    }

    @Test
    void aFileThatIsNotTextIsAProblem() throws IOException {
        Path file = folder.resolve("latin.properties");
        Files.write(file, "DB_NAME=größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(with("LOCKSTEP_CONFIG", file.toString())))
                .singleElement()
                .asString()
                .contains("cannot be read");
    }

    @Test
    void secretsAreInNoMessage() throws IOException {
        Path file = file("DB_PASSWD=hunter2", "REDIS_URL=http://user:hunter2@cache:1");
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.remove("REDIS_URL");
        environment.putAll(Map.of("DB_PASSWORD", "hunter2", "LOCKSTEP_CONFIG", file.toString()));
        assertThat(problems(environment))
                .hasSize(3)
                .noneMatch(each -> each.contains("hunter2"))
                .anyMatch(each -> each.startsWith("REDIS_URL: a secret, not shown (expected: redis://host:port"));
    }

    @Test
    void anAddressThatCannotBeParsedIsNotShownEither() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(with("REDIS_URL", "redis://user:hunter2 @cache")))
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void refusesToTellWhatWasNotRead() {
        Settings settings = read(LEAST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.get(SharedSettings.httpPort(1)))
                .withMessageContaining("HTTP_PORT");
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("lockstep.properties"), List.of(lines));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }

    private static Settings read(Map<String, String> environment) {
        return Settings.read(SharedSettings.all(), environment);
    }

    private static List<String> problems(Map<String, String> environment) {
        try {
            read(environment);
            return List.of();
        } catch (InvalidSettingsException e) {
            return e.problems();
        }
    }
}
