package dev.lockstep.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingTest {

    private static final Setting<Integer> NUMBER = Setting.integer("N", -5, 50, "A number.");
    private static final Setting<Duration> TIME =
            Setting.duration("T", Duration.ofMillis(200), Duration.ofDays(10), "A time.");
    private static final Setting<List<String>> NAMES =
            Setting.list("L", "names", Pattern.compile("[a-z]+"), "Some names.");
    private static final Setting<List<URI>> ADDRESSES =
            Setting.addresses("A", List.of("redis", "rediss"), "addresses", "Some addresses.");

    @Test
    void textIsTakenAsItIsButNotBlank() {
        Setting<String> text = Setting.text("X", "a name", "A name.");
        assertThat(parse(text, " as it is ")).isEqualTo(" as it is ");
        refuses(text, "");
        refuses(text, "  ");
    }

    @Test
    void aSecretMayBeAnything() {
        Setting<String> secret = Setting.secret("S", "A password.");
        assertThat(secret.secret()).isTrue();
        assertThat(parse(secret, "")).isEmpty();
        assertThat(parse(secret, " # \\ ' ")).isEqualTo(" # \\ ' ");
    }

    @Test
    void aNumberIsWithinItsBounds() {
        assertThat(parse(NUMBER, "-5")).isEqualTo(-5);
        assertThat(parse(NUMBER, "50")).isEqualTo(50);
        assertThat(NUMBER.expected()).contains("-5 to 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-6", "51", "5.0", "5 ", "0x5", "five", "99999999999"})
    void refusesWhatIsNotSuchANumber(String text) {
        refuses(NUMBER, text);
    }

    @ParameterizedTest
    @CsvSource({"200ms, 200", "5s, 5000", "10m, 600000", "24h, 86400000", "7d, 604800000", "1S, 1000", "240H, 864000000"
    })
    void aTimeHasAUnit(String text, long millis) {
        assertThat(parse(TIME, text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5 s", " 5s", "5w", "PT5S", "199ms", "241h", "9999999999s"})
    void refusesWhatIsNotSuchATime(String text) {
        refuses(TIME, text);
    }

    @Test
    void saysATimesBoundsTheWayTheyAreWritten() {
        assertThat(TIME.expected()).contains("from 200ms to 240h");
        assertThat(Setting.duration("T", Duration.ZERO, Duration.ofSeconds(90), "A time.")
                        .expected())
                .contains("from 0s to 90s");
    }

    @Test
    void aWordIsOneOfAFewInAnyCase() {
        Setting<String> word = Setting.oneOf("W", List.of("json", "plain"), "A word.");
        assertThat(parse(word, "JSON")).isEqualTo("json");
        assertThat(word.expected()).isEqualTo("one of json, plain");
        refuses(word, "xml");
        refuses(word, "");
    }

    @Test
    void namesAreSeparatedByCommas() {
        assertThat(parse(NAMES, "a")).containsExactly("a");
        assertThat(parse(NAMES, "a, b ,c")).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,", ",a", "a,,b", "A"})
    void refusesNamesThatDoNotFit(String text) {
        refuses(NAMES, text);
    }

    @Test
    void addressesAreSeparatedByCommasAndSecret() {
        assertThat(ADDRESSES.secret()).isTrue();
        assertThat(parse(ADDRESSES, "redis://a:1, rediss://u:p@b"))
                .containsExactly(URI.create("redis://a:1"), URI.create("rediss://u:p@b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a:1",
                "cache.example",
                "//a:1",
                "http://a:1",
                "redis:a",
                "redis://",
                "redis://a:1,",
                "redis:// a"
            })
    void refusesWhatIsNotSuchAnAddress(String text) {
        refuses(ADDRESSES, text);
    }

    @ParameterizedTest
    @CsvSource({"heroes, 1", "'shop.heroes, villains', 2", "größe, 1"})
    void tablesMayNameTheirSchema(String text, int count) {
        assertThat(parse(SharedSettings.DB_TABLE, text)).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a b", ".a", "a.", "a/b"})
    void refusesWhatIsNoTable(String text) {
        refuses(SharedSettings.DB_TABLE, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a{b}", "a:b", "a b", "é", "123456789012345678901234567890123"})
    void refusesANamespaceThatWouldBreakTheKeys(String text) {
        refuses(SharedSettings.CACHE_NAMESPACE, text);
    }

    @Test
    void everyDefaultFitsItsOwnSetting() {
        List<Setting<?>> optional = SharedSettings.all().stream()
                .filter(each -> each.defaultText() != null)
                .toList();
        assertThat(optional).hasSizeGreaterThan(5).allSatisfy(SettingTest::acceptsItsDefault);
    }

    private static void acceptsItsDefault(Setting<?> setting) {
        String text = setting.defaultText();
        assertThat(text).isNotNull();
        if (text != null) {
            assertThat((Object) setting.parser().parse(text)).isNotNull();
        }
    }

    private static <T> T parse(Setting<T> setting, String text) {
        return setting.parser().parse(text);
    }

    private static void refuses(Setting<?> setting, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> setting.parser().parse(text));
    }
}
