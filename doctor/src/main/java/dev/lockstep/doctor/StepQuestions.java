package dev.lockstep.doctor;

import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.SharedSettings;
import dev.lockstep.settings.WorkerSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Asks Redis what the worker has left there, and holds it against the source. */
final class StepQuestions {

    private final Target target;
    private final RedisCache cache;
    private final Findings findings;

    StepQuestions(Target target, RedisCache cache, Findings findings) {
        this.target = target;
        this.cache = cache;
        this.findings = findings;
    }

    /**
     * Everything that the watermarks tell.
     *
     * @param clock Redis' own; empty where it does not answer
     */
    void look(SourceServer source, List<TableSchema> schemas, Supplier<Optional<Instant>> clock) throws SQLException {
        Optional<List<Watermark>> found = watermarks();
        active(found.map(each -> !each.isEmpty()).orElse(false));
        if (found.isEmpty() || found.get().isEmpty()) {
            findings.restNotChecked(
                    check -> check.id().startsWith("step."),
                    found.isEmpty() ? "the watermarks cannot be read" : "there is no watermark yet");
            return;
        }
        StepChecks checks = new StepChecks(found.get(), findings);
        checks.epochs();
        checks.server(source.text("SELECT @@server_uuid"));
        checks.shapes(schemas, target.tables());
        offset(source, found.get());
        lag(clock);
    }

    /** Those that are there; empty where they cannot be read. All are asked for at once, as there may be a thousand. */
    private Optional<List<Watermark>> watermarks() {
        int partitions = target.get(SharedSettings.CACHE_PARTITIONS);
        List<CompletionStage<Optional<Watermark>>> asked =
                IntStream.rangeClosed(0, partitions).mapToObj(cache::watermark).toList();
        List<Watermark> found = new ArrayList<>();
        boolean beyond = false;
        for (int partition = 0; partition <= partitions; partition++) {
            try {
                Optional<Watermark> watermark = answer(asked.get(partition));
                if (partition < partitions) {
                    watermark.ifPresent(found::add);
                } else {
                    beyond = watermark.isPresent();
                }
            } catch (CompletionException | IllegalArgumentException e) {
                unreadable(target.layout().watermark(partition), Reasons.of(e));
                return Optional.empty();
            }
        }
        findings.ok(Check.REDIS_KEYS, "Lockstep's keys are Lockstep's");
        sayHowMany(found.size(), partitions, beyond);
        return Optional.of(found);
    }

    private void unreadable(String key, String reason) {
        if (reason.startsWith("WRONGTYPE") || reason.startsWith("position")) {
            findings.error(
                    Check.REDIS_KEYS,
                    "%s is somebody else's: %s".formatted(key, reason),
                    "redis-cli DEL '%s'  -- or another CACHE_NAMESPACE, for the worker and every reader"
                            .formatted(key));
        } else {
            findings.warn(
                    Check.REDIS_KEYS, "%s: %s".formatted(key, reason), "mend what Redis says above, and look again");
        }
    }

    private void sayHowMany(int found, int partitions, boolean beyond) {
        if (beyond) {
            findings.warn(
                    Check.STEP_WATERMARK,
                    "there is a watermark beyond CACHE_PARTITIONS=%d: a worker has run with more".formatted(partitions),
                    "CACHE_PARTITIONS must be the same for the worker, the readers and this command; what is left of others goes with: redis-cli DEL '%s'"
                            .formatted(target.layout().watermark(partitions)));
        } else if (found == 0) {
            findings.info(
                    Check.STEP_WATERMARK, "no worker has been here yet, or Redis was emptied", "./lockstep worker");
        } else if (found < partitions) {
            findings.warn(
                    Check.STEP_WATERMARK,
                    "%d of %d partitions have a watermark; what is in the others does not count"
                            .formatted(found, partitions),
                    "start a worker: it begins anew, and everything is read from the database once");
        } else {
            findings.ok(Check.STEP_WATERMARK, "every partition has a watermark, of %d".formatted(partitions));
        }
    }

    private void active(boolean begun) {
        try {
            Optional<String> active = answer(cache.active());
            if (active.isPresent()) {
                findings.ok(Check.STEP_ACTIVE, "the active worker is " + active.get());
            } else if (begun) {
                findings.warn(
                        Check.STEP_ACTIVE,
                        "no worker is active: what is in Redis gets older",
                        "./lockstep worker; if one runs, its log and its /v1/status say what keeps it");
            } else {
                findings.info(Check.STEP_ACTIVE, "no worker is active", "./lockstep worker");
            }
        } catch (CompletionException e) {
            unreadable(target.layout().active(), Reasons.of(e));
            findings.notChecked(Check.STEP_ACTIVE, target.layout().active() + " cannot be read");
        }
    }

    private void offset(SourceServer source, List<Watermark> watermarks) throws SQLException {
        String purged = source.text("SELECT @@global.gtid_purged").replace("\n", "");
        for (Watermark watermark : watermarks) {
            String gtids = StepChecks.resumeGtids(watermark);
            if (!source.text("SELECT GTID_SUBSET(?, ?)", purged, gtids).equals("1")) {
                findings.warn(
                        Check.STEP_OFFSET,
                        "the source has purged what the worker would resume from: its next start begins anew, and everything is read from the database once",
                        "keep binlogs longer: SET PERSIST binlog_expire_logs_seconds = 604800;  -- on RDS and Aurora: CALL mysql.rds_set_configuration('binlog retention hours', 168);");
                return;
            }
        }
        findings.ok(Check.STEP_OFFSET, "the source still has everything after the watermark");
    }

    private void lag(Supplier<Optional<Instant>> clock) {
        Instant least =
                IntStream.range(0, target.get(SharedSettings.CACHE_PARTITIONS)).mapToObj(cache::asOf).toList().stream()
                        .map(asOf -> answer(asOf).orElse(Instant.EPOCH))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        // Afterwards: a worker that is in step says something newer several times a second.
        Optional<Instant> now = clock.get();
        if (now.isEmpty()) {
            findings.notChecked(Check.STEP_LAG, "Redis does not say what time it is");
            return;
        }
        Duration lag = Duration.between(least, now.get());
        String fix = "the worker's /v1/status says how far it is and what keeps it; ./lockstep worker where none runs";
        if (least.equals(Instant.EPOCH)) {
            findings.warn(Check.STEP_LAG, "nothing has been proved yet since the worker began", fix);
        } else if (lag.compareTo(target.get(WorkerSettings.IN_STEP)) > 0) {
            boolean noFills = lag.compareTo(target.get(ReaderSettings.READER_FILL_MAX_LAG)) > 0;
            findings.warn(
                    Check.STEP_LAG,
                    "what is in Redis may be %s old, more than WORKER_IN_STEP%s"
                            .formatted(Spans.text(lag), noFills ? ", and readers fill nothing" : ""),
                    fix);
        } else {
            findings.ok(Check.STEP_LAG, "what is in Redis is at most %s old".formatted(Spans.text(lag)));
        }
    }

    /** Redis' own time-out ends it; this is the bound for where even that does not come. */
    private <T> T answer(CompletionStage<T> asked) {
        return asked.toCompletableFuture()
                .orTimeout(target.redis().timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                .join();
    }
}
