package dev.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerConfigurationTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "DB_HOST", "db.example",
            "DB_USER", "worker",
            "DB_PASS", "",
            "DB_NAME", "heroes",
            "DB_TABLE", "hero, stock.article",
            "REDIS_URL", "redis://cache.example:6380"));

    @Test
    void defaults() {
        WorkerConfiguration settings = read();

        assertThat(settings.run().source().port()).isEqualTo(3306);
        assertThat(settings.run().source().tls()).isEqualTo("preferred");
        assertThat(settings.run().serverId()).as("a random one").isGreaterThanOrEqualTo(100_000_000);
        assertThat(settings.run().keepAlive()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.run().silence()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.run().freshness()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.run().apply().batchRows()).isEqualTo(512);
        assertThat(settings.run().apply().batchBytes()).isEqualTo(1 << 20);
        assertThat(settings.run().apply().queueRows()).isEqualTo(4096);
        assertThat(settings.run().apply().queueBytes()).isEqualTo(16 << 20);
        assertThat(settings.run().apply().inFlight()).isEqualTo(2);
        assertThat(settings.run().apply().documentBytes()).isEqualTo(1 << 20);
        assertThat(settings.run().apply().timeToLive()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.run().apply().sweptKeys()).isEqualTo(2000);
        assertThat(settings.layout().partitions()).isEqualTo(1);
        assertThat(settings.layout().namespace()).isEqualTo("lockstep");
        assertThat(settings.get(WorkerSettings.HTTP_PORT)).isEqualTo(8081);
        assertThat(settings.get(WorkerSettings.IN_STEP)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everySettingIsMapped() {
        environment.putAll(Map.of(
                "DB_PORT", "3307",
                "DB_TLS", "required",
                "CACHE_TTL", "7d",
                "CACHE_PARTITIONS", "64",
                "CACHE_NAMESPACE", "mine",
                "REDIS_TIMEOUT", "300ms",
                "WORKER_SERVER_ID", "77",
                "WORKER_KEEP_ALIVE", "2s",
                "WORKER_SILENCE", "20s",
                "WORKER_FRESHNESS", "250ms"));
        environment.putAll(Map.of(
                "WORKER_BATCH_ROWS", "100",
                "WORKER_BATCH_BYTES", "2000",
                "WORKER_QUEUE_ROWS", "300",
                "WORKER_QUEUE_BYTES", "70000",
                "WORKER_IN_FLIGHT", "5",
                "CACHE_DOCUMENT_BYTES", "600",
                "WORKER_IN_STEP", "1s",
                "WORKER_SWEEP", "10",
                "HTTP_PORT", "0"));
        WorkerConfiguration settings = read();

        assertThat(settings.run().source().toString()).isEqualTo("worker@db.example:3307");
        assertThat(settings.run().source().tls()).isEqualTo("required");
        assertThat(settings.tables()).hasToString("heroes.hero, stock.article");
        assertThat(settings.run().serverId()).isEqualTo(77);
        assertThat(settings.run().keepAlive()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.run().silence()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.run().freshness()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.run().apply().batchRows()).isEqualTo(100);
        assertThat(settings.run().apply().batchBytes()).isEqualTo(2000);
        assertThat(settings.run().apply().queueRows()).isEqualTo(300);
        assertThat(settings.run().apply().queueBytes()).isEqualTo(70_000);
        assertThat(settings.run().apply().inFlight()).isEqualTo(5);
        assertThat(settings.run().apply().documentBytes()).isEqualTo(600);
        assertThat(settings.run().apply().timeToLive()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.run().apply().sweptKeys()).isEqualTo(10);
        assertThat(settings.layout().partitions()).isEqualTo(64);
        assertThat(settings.layout().namespace()).isEqualTo("mine");
        assertThat(settings.redis().timeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(settings.redis().nodes()).hasSize(1);
        assertThat(settings.get(WorkerSettings.HTTP_PORT)).isZero();
        assertThat(settings.get(WorkerSettings.IN_STEP)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everySettingIsDocumentedAsItIs() throws IOException {
        String documentation = Files.readString(DOCUMENTATION);

        assertThat(WorkerSettings.all())
                .allSatisfy(setting -> assertThat(documentation).contains(row(setting)));
    }

    private static String row(Setting<?> setting) {
        String usual = setting.defaultText() == null ? "**needed**" : "`" + setting.defaultText() + "`";
        return "| `%s` | %s | %s | %s |".formatted(setting.name(), usual, setting.expected(), setting.purpose());
    }

    private WorkerConfiguration read() {
        return new WorkerConfiguration(Settings.read(WorkerSettings.all(), environment));
    }
}
