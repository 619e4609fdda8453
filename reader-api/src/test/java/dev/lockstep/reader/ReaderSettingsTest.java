package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.settings.InvalidSettingsException;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReaderSettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "DB_HOST", "db",
            "DB_USER", "reader",
            "DB_PASS", "secret",
            "DB_NAME", "heroes",
            "DB_TABLE", "hero",
            "REDIS_URL", "redis://cache:6379");

    @Test
    void whatIsNotSetHasADefault() {
        Settings settings = read(Map.of());

        assertThat(settings.get(ReaderSettings.HTTP_PORT)).isEqualTo(8080);
        assertThat(settings.get(ReaderSettings.READER_DB_POOL)).isEqualTo(8);
        assertThat(settings.get(ReaderSettings.READER_DB_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.get(ReaderSettings.READER_LEASE)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.get(ReaderSettings.READER_LEASE_WAIT)).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.get(ReaderSettings.READER_FILL_MAX_LAG)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.get(SharedSettings.CACHE_TTL)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everySettingIsTaken() {
        Settings settings = read(Map.of(
                "HTTP_PORT", "0",
                "READER_DB_POOL", "200",
                "READER_DB_TIMEOUT", "250ms",
                "READER_LEASE", "60s",
                "READER_LEASE_WAIT", "0s",
                "READER_FILL_MAX_LAG", "1h",
                "CACHE_TTL", "0s"));

        assertThat(settings.get(ReaderSettings.HTTP_PORT)).isZero();
        assertThat(settings.get(ReaderSettings.READER_DB_POOL)).isEqualTo(200);
        assertThat(settings.get(ReaderSettings.READER_DB_TIMEOUT)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.get(ReaderSettings.READER_LEASE)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.get(ReaderSettings.READER_LEASE_WAIT)).isZero();
        assertThat(settings.get(ReaderSettings.READER_FILL_MAX_LAG)).isEqualTo(Duration.ofHours(1));
        assertThat(settings.get(SharedSettings.CACHE_TTL)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "READER_DB_POOL, 0",
        "READER_DB_POOL, 201",
        "READER_DB_TIMEOUT, 249ms",
        "READER_DB_TIMEOUT, 61s",
        "READER_LEASE, 99ms",
        "READER_LEASE, 61s",
        "READER_LEASE_WAIT, 11s",
        "READER_FILL_MAX_LAG, 499ms",
        "READER_FILL_MAX_LAG, 61m",
        "CACHE_TTL, 3651d",
        "HTTP_PORT, 65536"
    })
    void whatIsOutOfBoundsIsRefused(String name, String value) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageContaining(name + ": '" + value + "'");
    }

    @Test
    void everySettingOfOursIsNamedForUs() {
        assertThat(ReaderSettings.all().stream().map(Setting::name))
                .doesNotHaveDuplicates()
                .containsAll(SharedSettings.all().stream().map(Setting::name).toList());
    }

    private static Settings read(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return Settings.read(ReaderSettings.all(), environment);
    }
}
