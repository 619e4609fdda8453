package dev.lockstep.doctor;

import dev.lockstep.cache.redis.CacheUnreachableException;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.settings.InvalidSettingsException;
import io.lettuce.core.RedisException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Looks at everything once. Every check says something, also where it could not be made. */
final class Doctor {

    private static final Duration FAR_SOURCE = Duration.ofMillis(50);
    private static final Duration FAR_REDIS = Duration.ofMillis(10);

    private final Patience patience;
    private final Findings findings = new Findings();

    Doctor(Patience patience) {
        this.patience = patience;
    }

    /** Returns what was found, in the order of {@link Check}. Blocks; each wait is bounded. */
    List<Finding> examine(Map<String, String> environment, Role role) {
        try {
            Target target = Target.read(environment, role);
            findings.ok(Check.SETTINGS, "all are known and in their bounds");
            examine(target);
        } catch (InvalidSettingsException e) {
            e.problems()
                    .forEach(problem -> findings.error(
                            Check.SETTINGS, problem, "mend it in the environment or in the file of LOCKSTEP_CONFIG"));
        }
        findings.restNotChecked(
                check -> !findings.has(Check.SETTINGS, Severity.OK), "the settings have to be mended first");
        findings.restNotChecked(check -> isAbout(check, "source"), "MySQL could not be asked");
        findings.restNotChecked(
                check -> isAbout(check, "redis") && check != Check.REDIS_KEYS, "Redis could not be asked");
        findings.restNotChecked(check -> true, "it takes MySQL and Redis together");
        return findings.all();
    }

    private static boolean isAbout(Check check, String server) {
        return check.id().startsWith(server + ".") || check.id().endsWith("." + server);
    }

    private void examine(Target target) {
        SourceChecks sourceChecks = new SourceChecks(target, findings);
        RedisChecks redisChecks = new RedisChecks(target, findings);
        Optional<SourceServer> source = sourceChecks.connect(patience);
        List<RedisNode> nodes = List.of();
        try {
            Optional<List<TableSchema>> schemas = source.flatMap(server -> source(sourceChecks, server));
            nodes = redisChecks.connect(patience);
            if (!nodes.isEmpty()) {
                redisChecks.look(nodes);
                redisClock(nodes);
            }
            if (source.isPresent() && schemas.isPresent() && !nodes.isEmpty()) {
                RedisNode first = nodes.getFirst();
                step(target, source.get(), schemas.get(), () -> time(first.ask("TIME")));
            }
        } finally {
            nodes.forEach(RedisNode::close);
            source.ifPresent(Doctor::close);
        }
    }

    /** Empty where the server did not answer to the end. */
    private Optional<List<TableSchema>> source(SourceChecks checks, SourceServer server) {
        try {
            List<TableSchema> schemas = checks.look(server);
            Clocks clocks = new Clocks(findings);
            Instant before = Instant.now();
            String seconds = server.text("SELECT UNIX_TIMESTAMP(NOW(3)) * 1000");
            Instant time = Instant.ofEpochMilli((long) Double.parseDouble(seconds));
            clocks.skew(Check.CLOCK_SOURCE, "MySQL", new Clocks.Reading(before, time, Instant.now()));
            clocks.latency(Check.LATENCY_SOURCE, "MySQL", FAR_SOURCE, () -> server.text("SELECT 1"));
            return Optional.of(schemas);
        } catch (SQLException e) {
            findings.error(
                    Check.SOURCE_REACHABLE,
                    "MySQL does not answer what it is asked: %s (waited at most %s)"
                            .formatted(Reasons.of(e), Spans.text(patience.answer())),
                    "look whether it is overloaded or was restarted, and try again");
        }
        return Optional.empty();
    }

    /** What Redis says that it is; each node of a cluster has a clock of its own. */
    private void redisClock(List<RedisNode> nodes) {
        Clocks clocks = new Clocks(findings);
        for (RedisNode node : nodes) {
            Instant before = Instant.now();
            Optional<Instant> time = time(node.ask("TIME"));
            if (time.isPresent()) {
                clocks.skew(
                        Check.CLOCK_REDIS,
                        "Redis " + node.name(),
                        new Clocks.Reading(before, time.get(), Instant.now()));
            }
        }
        RedisNode first = nodes.getFirst();
        clocks.latency(Check.LATENCY_REDIS, "Redis", FAR_REDIS, () -> first.ask("PING"));
    }

    private static Optional<Instant> time(RedisReply reply) {
        if (reply instanceof RedisReply.Values values && values.values().size() == 2) {
            long seconds = Long.parseLong(String.valueOf(values.values().get(0)));
            long micros = Long.parseLong(String.valueOf(values.values().get(1)));
            return Optional.of(Instant.ofEpochSecond(seconds, micros * 1000));
        }
        return Optional.empty();
    }

    private void step(
            Target target, SourceServer source, List<TableSchema> schemas, Supplier<Optional<Instant>> clock) {
        try (RedisCache cache = RedisCache.connect(target.redis(), target.layout())) {
            new StepQuestions(target, cache, findings).look(source, schemas, clock);
        } catch (CacheUnreachableException | RedisException | CompletionException | SQLException e) {
            findings.warn(
                    Check.STEP_WATERMARK,
                    "what stands in Redis could not be read to the end: " + Reasons.of(e),
                    "mend what is said about MySQL and Redis, and look again");
        }
    }

    private static void close(SourceServer server) {
        try {
            server.close();
        } catch (SQLException e) {
            // It is gone either way.
        }
    }
}
