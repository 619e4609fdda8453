package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.history.Audit;
import dev.lockstep.testbed.history.HistoryChecker;
import dev.lockstep.testbed.history.HistoryLoad;
import dev.lockstep.testbed.history.LoadOptions;
import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Source;
import dev.lockstep.testbed.history.Recorder;
import dev.lockstep.testbed.history.Violation;
import dev.lockstep.testbed.history.Violation.Kind;
import dev.lockstep.testbed.torture.Announcer;
import dev.lockstep.testbed.torture.Arena;
import dev.lockstep.testbed.torture.Campaign;
import dev.lockstep.testbed.torture.Fault;
import dev.lockstep.testbed.torture.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short history on real servers that are hurt meanwhile: no answer is wrong; and where one is made wrong, it is found. */
@Tag("any-server")
final class TortureIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KEYS = 60;
    private static final int PLANTED = HeroTable.FIRST_OF_APP;

    private static final String PLANTED_ENTRY = "lockstep:{0}:heroes.hero:" + PLANTED;

    private static final List<String> STRUCK = List.of(
            "worker to MySQL reset",
            "worker killed",
            "watermark deleted",
            "Redis fails over, losing writes",
            "binlog connection killed");

    @Test
    void noAnswerIsWrongThoughAlmostEverythingIsHurtAndAPlantedOneIsFound(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("TortureIT seed " + seed);
        Setting setting = new Setting(
                Path.of(System.getProperty("lockstep.home")),
                folder,
                "it",
                2,
                Map.of(),
                Optional.empty(),
                Optional.empty());
        try (Arena arena = Arena.start(setting, Announcer.SILENT);
                Recorder recorder = Recorder.to(folder.resolve("history.jsonl"));
                HistoryLoad load = HistoryLoad.of(options(arena, seed), recorder)) {
            assertThat(load.awaitInStep(PATIENCE)).as("in step").isTrue();
            load.start();
            Campaign campaign = new Campaign(arena, load, recorder, new Random(seed), struck -> {});
            for (Fault fault : struck()) {
                assertThat(campaign.strike(fault))
                        .as("%s, recovered", fault.name())
                        .isTrue();
            }
            String old = anEntryThatIsReplaced(arena);
            load.stopWriting();
            assertThat(load.awaitInStep(PATIENCE)).as("in step").isTrue();
            load.stopReading();
            assertThat(arena.compare().differences()).as("seed %d", seed).isEmpty();
            load.recordEnd();

            Audit audit = HistoryChecker.check(recorder.read());
            assertThat(audit.violations()).as("seed %d", seed).isEmpty();
            assertThat(audit.holds()).as("there was something to check").isTrue();

            arena.redis(redis -> redis.set(PLANTED_ENTRY, old));
            // Old enough to be beyond the bound of an answer whose worker has just been held up.
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            Answer planted = load.ask(PLANTED);
            assertThat(planted.source()).isEqualTo(Source.HIT);
            assertThat(HistoryChecker.check(recorder.read()).violations())
                    .extracting(Violation::kind)
                    .containsExactlyInAnyOrder(Kind.STALE, Kind.DIFFERS_AT_THE_END);
        }
    }

    /** What Redis held for a row, and holds no more. */
    private static String anEntryThatIsReplaced(Arena arena) {
        AtomicReference<String> old = new AtomicReference<>("");
        Eventually.holds(PATIENCE, () -> {
            old.set(entry(arena));
            assertThat(old.get()).startsWith("P");
        });
        Eventually.holds(
                PATIENCE, () -> assertThat(entry(arena)).startsWith("P").isNotEqualTo(old.get()));
        return old.get();
    }

    private static String entry(Arena arena) {
        return Objects.requireNonNullElse(arena.redis(redis -> redis.get(PLANTED_ENTRY)), "");
    }

    private static List<Fault> struck() {
        List<Fault> struck = Campaign.faults().stream()
                .filter(fault -> STRUCK.contains(fault.name()))
                .toList();
        assertThat(struck).extracting(Fault::name).containsExactlyInAnyOrderElementsOf(STRUCK);
        return struck;
    }

    private static LoadOptions options(Arena arena, long seed) {
        return new LoadOptions(
                arena.mysql().jdbcUrl(),
                arena.mysql().user(),
                arena.mysql().password(),
                arena.readerHttp(),
                seed,
                PLANTED,
                KEYS,
                2,
                200,
                4,
                300);
    }
}
