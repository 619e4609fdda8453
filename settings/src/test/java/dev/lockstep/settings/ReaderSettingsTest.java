package dev.lockstep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReaderSettingsTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

    private static final Map<String, String> LEAST = Map.of(
            "DB_HOST", "db.example",
            "DB_USER", "lockstep",
            "DB_PASS", "",
            "DB_NAME", "shop",
            "DB_TABLE", "heroes",
            "REDIS_URL", "redis://cache.example:6379");

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, auto, none, none, false",
        "127.8.8.8, auto, none, none, false",
        "localhost, auto, none, none, false",
        "::1, auto, none, none, false",
        "[::1], auto, none, none, false",
        "127.0.0.1, auto, callers.json, none, true",
        "127.0.0.1, auto, none, jwks.json, true",
        "0.0.0.0, auto, callers.json, none, true",
        "0.0.0.0, auto, none, https://id.example/keys, true",
        "0.0.0.0, none, none, none, false",
        "127.0.0.1, required, callers.json, none, true"
    })
    void whoeverCanBeReachedByOthersAsksWhoTheyAre(
            String host, String auth, String callers, String jwt, boolean authenticates) {
        Settings settings =
                read(Map.of("HTTP_HOST", host, "READER_AUTH", auth, "READER_CALLERS", callers, "READER_JWT", jwt));

        assertThat(ReaderSettings.authenticates(settings)).isEqualTo(authenticates);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, auto",
        "::, auto",
        "10.0.0.7, auto",
        "127.malicious.example, auto",
        "localhost.example, auto",
        "127.0.0.1, required",
        "0.0.0.0, required"
    })
    void askingWithoutAnybodyWhoCouldAnswerIsRefused(String host, String auth) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(Map.of("HTTP_HOST", host, "READER_AUTH", auth, "READER_LEASE", "long")))
                .satisfies(e -> assertThat(e.problems())
                        .hasSize(2)
                        .anySatisfy(problem -> assertThat(problem)
                                .startsWith("READER_AUTH: '%s' with HTTP_HOST '%s'".formatted(auth, host))
                                .contains("READER_CALLERS", "READER_JWT", "READER_AUTH=none"))
                        .anySatisfy(problem -> assertThat(problem).startsWith("READER_LEASE: 'long'")));
    }

    @Test
    void whatNobodyWouldAskForIsRefused() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(Map.of(
                        "READER_AUTH", "none", "READER_CALLERS", "callers.json", "READER_JWT_AUDIENCE", "lockstep")))
                .satisfies(e -> assertThat(e.problems())
                        .satisfiesExactlyInAnyOrder(
                                problem -> assertThat(problem)
                                        .startsWith("READER_AUTH: 'none' lets everybody read everything"),
                                problem -> assertThat(problem)
                                        .startsWith("READER_JWT_AUDIENCE: 'lockstep' without READER_JWT")));
    }

    @Test
    void aRuleIsLeftOutWhereItHasNothingToGoBy() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(Map.of("HTTP_HOST", "0.0.0.0", "READER_AUTH", "perhaps")))
                .satisfies(
                        e -> assertThat(e.problems()).singleElement().asString().startsWith("READER_AUTH: 'perhaps'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "https://app.example", "http://localhost:3000, https://app.example:8443"})
    void originsAreTaken(String text) {
        assertThat(ReaderSettings.READER_CORS.parser().parse(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://*", "app.example", "https://app.example/", "https://App.example", "null", ""})
    void whatIsNoOriginIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReaderSettings.READER_CORS.parser().parse(text));
    }

    @Test
    void everySettingIsDocumentedAsItIs() throws IOException {
        String documentation = Files.readString(DOCUMENTATION);

        assertThat(ReaderSettings.all())
                .allSatisfy(setting -> assertThat(documentation).contains(row(setting)));
    }

    @Test
    void everyDefaultFitsItsOwnSetting() {
        List<Setting<?>> optional = ReaderSettings.all().stream()
                .filter(setting -> setting.defaultText() != null)
                .toList();

        assertThat(read(Map.of())).isNotNull();
        assertThat(optional).hasSizeGreaterThan(10);
    }

    private static String row(Setting<?> setting) {
        String usual = setting.defaultText() == null ? "**needed**" : "`" + setting.defaultText() + "`";
        return "| `%s` | %s | %s | %s |".formatted(setting.name(), usual, setting.expected(), setting.purpose());
    }

    private static Settings read(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return Settings.read(ReaderSettings.all(), ReaderSettings.rules(), environment);
    }
}
