package dev.lockstep.reader;

import dev.lockstep.cache.redis.CacheUnreachableException;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableRules;
import dev.lockstep.cache.table.TableSelection;
import dev.lockstep.reader.access.Callers;
import dev.lockstep.reader.access.DenialLog;
import dev.lockstep.reader.access.Paces;
import dev.lockstep.reader.access.TokenClaims;
import dev.lockstep.reader.changes.Following;
import dev.lockstep.reader.lookup.Bounds;
import dev.lockstep.reader.lookup.Caches;
import dev.lockstep.reader.lookup.Lookup;
import dev.lockstep.reader.lookup.LookupMeter;
import dev.lockstep.reader.lookup.NewTables;
import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.source.Catalogue;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.startup.Late;
import dev.lockstep.reader.startup.Late.Wish;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Setting;
import dev.lockstep.settings.Settings;
import dev.lockstep.settings.SharedSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the parts of the reader of its settings. What needs a server is begun at once and is there when the server is. */
@Factory
final class Wiring {

    /** Whoever restarts us may know better than to go on waiting. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Settings settings;
    private final StartFailure failure;

    Wiring(Settings settings, StartFailure failure) {
        this.settings = settings;
        this.failure = failure;
    }

    @Context
    @Bean(preDestroy = "close")
    Late<Caches> caches(EventLoops loops) {
        RedisAddress address =
                new RedisAddress(settings.get(SharedSettings.REDIS_URL), settings.get(SharedSettings.REDIS_TIMEOUT));
        KeyLayout layout = new KeyLayout(
                settings.get(SharedSettings.CACHE_NAMESPACE), settings.get(SharedSettings.CACHE_PARTITIONS));
        return Late.begin(
                new Wish<>(
                        "Redis",
                        () -> Caches.connect(loops.all(), loop -> RedisCache.connect(address, layout, loop)),
                        CacheUnreachableException.class,
                        PATIENCE,
                        Caches::close),
                failure::report);
    }

    @Context
    @Bean(preDestroy = "close")
    Database database() {
        return Database.at(new Database.Address(
                settings.get(SharedSettings.DB_HOST),
                settings.get(SharedSettings.DB_PORT),
                settings.get(SharedSettings.DB_USER),
                settings.get(SharedSettings.DB_PASS),
                settings.get(SharedSettings.DB_TLS),
                settings.get(ReaderSettings.READER_DB_POOL),
                settings.get(ReaderSettings.READER_DB_TIMEOUT)));
    }

    @Context
    @Bean(preDestroy = "close")
    Late<Tables> tables(Catalogue catalogue) {
        return Late.begin(
                new Wish<>("the database", () -> Tables.of(catalogue.load()), SQLException.class, PATIENCE, t -> {}),
                failure::report);
    }

    @Singleton
    TableSelection selection() {
        String schema = settings.get(SharedSettings.DB_NAME);
        TableRules.Texts rules = new TableRules.Texts(
                settings.get(SharedSettings.DB_LOOKUPS),
                settings.get(SharedSettings.DB_COLUMNS),
                settings.get(SharedSettings.DB_ROWS),
                settings.get(SharedSettings.DB_FORMS),
                settings.get(SharedSettings.DB_SALT));
        return TableSelection.of(settings.get(SharedSettings.DB_TABLE), schema, TableRules.of(rules, schema));
    }

    @Singleton
    Catalogue catalogue(Database database, TableSelection selection) {
        return new Catalogue(database, selection);
    }

    @Singleton
    NewTables newTables(Catalogue catalogue, Late<Tables> tables) {
        return new NewTables(catalogue, found -> tables.now().ifPresent(known -> known.replace(found)));
    }

    @Singleton
    Bounds bounds() {
        Map<TableName, Duration> ofTables = new HashMap<>();
        Optional<Duration> usual = Optional.empty();
        for (String each : settings.get(ReaderSettings.READER_MAX_STALENESS)) {
            int colon = each.indexOf(':');
            if (colon >= 0) {
                ofTables.put(
                        TableName.parse(each.substring(0, colon), settings.get(SharedSettings.DB_NAME)),
                        Setting.parseDuration(each.substring(colon + 1)));
            } else if (!each.equals("none")) {
                usual = Optional.of(Setting.parseDuration(each));
            }
        }
        return new Bounds(usual, ofTables);
    }

    @Context
    @Bean(preDestroy = "close")
    Following following(Late<Caches> caches, MeterRegistry registry) {
        Following.Limits limits = new Following.Limits(
                settings.get(SharedSettings.CACHE_CHANGES) > 0,
                settings.get(ReaderSettings.READER_STREAMS),
                settings.get(ReaderSettings.READER_HEARTBEAT),
                settings.get(ReaderSettings.READER_STREAM_LIFE),
                settings.get(ReaderSettings.READER_STALL));
        return new Following(() -> caches.now().map(Caches::mine), limits, new StreamMetrics(registry));
    }

    @Singleton
    Paces paces() {
        return new Paces();
    }

    @Context
    @Bean(preDestroy = "close")
    Callers callers(Paces paces) {
        String file = settings.get(ReaderSettings.READER_CALLERS);
        return file.equals(ReaderSettings.NONE)
                ? Callers.nobody()
                : Callers.in(Path.of(file), settings.get(SharedSettings.DB_NAME), paces);
    }

    @Singleton
    TokenClaims claims(Paces paces) {
        return new TokenClaims(settings.get(SharedSettings.DB_NAME), paces);
    }

    @Bean(preDestroy = "close")
    @Singleton
    DenialLog denials() {
        return new DenialLog();
    }

    @Singleton
    LookupMeter meter(MeterRegistry registry) {
        return new ReaderMetrics(registry);
    }

    @Context
    @Bean(preDestroy = "close")
    Lookup lookup(
            Late<Caches> caches, Late<Tables> tables, Database database, TableSelection selection, LookupMeter meter) {
        Lookup.Limits limits = new Lookup.Limits(
                settings.get(ReaderSettings.READER_LEASE),
                settings.get(ReaderSettings.READER_LEASE_WAIT),
                settings.get(ReaderSettings.READER_WORKER_WAIT),
                settings.get(ReaderSettings.READER_FILL_MAX_LAG),
                settings.get(SharedSettings.CACHE_TTL),
                settings.get(SharedSettings.CACHE_DOCUMENT_BYTES),
                settings.get(ReaderSettings.READER_DB_POOL),
                settings.get(ReaderSettings.READER_DB_TIMEOUT),
                settings.get(ReaderSettings.READER_DB_ROWS),
                settings.get(ReaderSettings.READER_NEAR_BYTES),
                settings.get(ReaderSettings.READER_NEAR_AGE));
        return new Lookup(
                caches::now,
                database.rows(selection, schema -> tables.now().ifPresent(known -> known.replace(schema))),
                limits,
                meter);
    }
}
