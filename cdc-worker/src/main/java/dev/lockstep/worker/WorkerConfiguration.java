package dev.lockstep.worker;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.table.TableRules;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import dev.lockstep.settings.WorkerSettings;
import dev.lockstep.worker.apply.ApplySettings;
import dev.lockstep.worker.capture.Source;
import dev.lockstep.worker.supervise.RunSettings;
import java.util.concurrent.ThreadLocalRandom;

/** What becomes of the worker's settings. */
final class WorkerConfiguration {

    /** MySQL numbers replicas with 32 bits; the lower ones are what people choose by hand. */
    private static final int FIRST_RANDOM_SERVER_ID = 100_000_000;

    private final Settings settings;

    WorkerConfiguration(Settings settings) {
        this.settings = settings;
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    RedisAddress redis() {
        return new RedisAddress(get(SharedSettings.REDIS_URL), get(SharedSettings.REDIS_TIMEOUT));
    }

    KeyLayout layout() {
        return new KeyLayout(get(SharedSettings.CACHE_NAMESPACE), get(SharedSettings.CACHE_PARTITIONS));
    }

    TableSelection tables() {
        String schema = get(SharedSettings.DB_NAME);
        TableRules.Texts rules = new TableRules.Texts(
                get(SharedSettings.DB_LOOKUPS),
                get(SharedSettings.DB_COLUMNS),
                get(SharedSettings.DB_ROWS),
                get(SharedSettings.DB_FORMS),
                get(SharedSettings.DB_SALT));
        return TableSelection.of(get(SharedSettings.DB_TABLE), schema, TableRules.of(rules, schema));
    }

    RunSettings run() {
        Source source = new Source(
                get(SharedSettings.DB_HOST),
                get(SharedSettings.DB_PORT),
                get(SharedSettings.DB_USER),
                get(SharedSettings.DB_PASS),
                get(SharedSettings.DB_TLS));
        return new RunSettings(
                source,
                serverId(),
                get(WorkerSettings.KEEP_ALIVE),
                get(WorkerSettings.SILENCE),
                get(WorkerSettings.TAKEOVER),
                get(WorkerSettings.FRESHNESS),
                apply());
    }

    private ApplySettings apply() {
        return new ApplySettings(
                get(WorkerSettings.BATCH_ROWS),
                get(WorkerSettings.BATCH_BYTES),
                get(WorkerSettings.QUEUE_ROWS),
                get(WorkerSettings.QUEUE_BYTES),
                get(WorkerSettings.IN_FLIGHT),
                get(SharedSettings.CACHE_DOCUMENT_BYTES),
                get(SharedSettings.CACHE_TTL),
                get(WorkerSettings.FRESHNESS),
                get(WorkerSettings.SWEEP));
    }

    private int serverId() {
        int given = get(WorkerSettings.SERVER_ID);
        return given != 0 ? given : ThreadLocalRandom.current().nextInt(FIRST_RANDOM_SERVER_ID, Integer.MAX_VALUE);
    }
}
