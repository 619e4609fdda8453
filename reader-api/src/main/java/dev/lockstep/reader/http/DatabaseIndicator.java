package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.source.Database;
import dev.lockstep.reader.startup.Late;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/**
 * Ready as far as the database goes: it has once been asked what the tables look like. Whether it answers now is told, but
 * makes nobody unready: rows in Redis can be read without it, and all readers together would be taken out at once.
 */
@Readiness
@Singleton
final class DatabaseIndicator implements HealthIndicator {

    private final Late<Tables> tables;
    private final Database database;

    DatabaseIndicator(Late<Tables> tables, Database database) {
        this.tables = tables;
        this.database = database;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.fromCompletableFuture(
                () -> CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread));
    }

    private HealthResult ask() {
        boolean known = tables.now().isPresent();
        return HealthResult.builder("database", known ? HealthStatus.UP : HealthStatus.DOWN)
                .details(Map.of("tables", known ? "known" : "not known yet", "answers", database.answers()))
                .build();
    }
}
