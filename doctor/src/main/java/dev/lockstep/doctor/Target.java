package dev.lockstep.doctor;

import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.table.TableRules;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import dev.lockstep.settings.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is looked at: the settings as the services read them. */
record Target(Settings settings, Role role) {

    /**
     * Everything that either service can be told.
     *
     * @throws dev.lockstep.settings.InvalidSettingsException naming every wrong, missing and misspelt setting
     */
    static Target read(Map<String, String> environment, Role role) {
        Map<String, Setting<?>> known = new LinkedHashMap<>();
        Stream.concat(WorkerSettings.all().stream(), ReaderSettings.all().stream())
                .forEach(setting -> known.putIfAbsent(setting.name(), setting));
        return new Target(Settings.read(List.copyOf(known.values()), environment), role);
    }

    <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    /** The source, for people. */
    String source() {
        return get(SharedSettings.DB_HOST) + ":" + get(SharedSettings.DB_PORT);
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
}
