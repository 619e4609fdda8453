package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.history.Audit;
import dev.lockstep.testbed.history.HistoryChecker;
import dev.lockstep.testbed.history.HistoryLoad;
import dev.lockstep.testbed.history.LoadOptions;
import dev.lockstep.testbed.history.Recorder;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.torture.Arena;
import dev.lockstep.testbed.torture.Campaign;
import dev.lockstep.testbed.torture.Fault;
import dev.lockstep.testbed.torture.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.filefilter.FileFilterUtils;

/** One run of {@code ./lockstep torture}: load, faults, calm, audit. */
final class Torture {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RECORD = "history.jsonl";

    private static final Map<String, String> NEAR = Map.of("READER_NEAR_BYTES", "1000000", "READER_NEAR_AGE", "500ms");

    private static final int KEYS = 300;
    private static final int WRITERS = 4;
    private static final int READERS = 8;

    private final Screen screen;
    private final Stopping stopping;
    private final Plan plan;

    /** What is wanted. */
    record Plan(
            Path home,
            Duration time,
            long seed,
            List<Fault> faults,
            int workers,
            boolean near,
            int writesPerSecond,
            int readsPerSecond,
            Optional<Path> mysqld,
            Optional<Path> redisServer,
            Optional<Path> keep) {}

    Torture(Screen screen, Stopping stopping, Plan plan) {
        this.screen = screen;
        this.stopping = stopping;
        this.plan = plan;
    }

    /** The exit code: 0 where no answer was wrong, nothing differs in the end and every fault recovered. */
    int run(RunFolder folder, Closers closers) throws Exception {
        Path file = folder.path().resolve(RECORD);
        boolean holds = false;
        try {
            Setting setting = new Setting(
                    plan.home(),
                    folder.path(),
                    Long.toString(ProcessHandle.current().pid()),
                    plan.workers(),
                    plan.near() ? NEAR : Map.of(),
                    plan.mysqld(),
                    plan.redisServer());
            Arena arena = closers.add(Arena.start(setting, screen::step));
            Recorder recorder = closers.add(Recorder.to(file));
            HistoryLoad load = closers.add(HistoryLoad.of(options(arena), recorder));
            holds = torture(arena, load, recorder);
        } catch (AssertionError e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            if (!holds && !stopping.isRequested()) {
                keepEvidence(folder);
            }
        }
        return holds ? Session.OK : Session.FAILED;
    }

    private boolean torture(Arena arena, HistoryLoad load, Recorder recorder) throws Exception {
        if (!screen.step("in step", () -> load.awaitInStep(PATIENCE), inStep -> inStep ? "" : "not in time")) {
            return false;
        }
        screen.blank();
        screen.line(TortureReport.HEADER);
        load.start();
        Campaign campaign = new Campaign(
                arena, load, recorder, new Random(plan.seed()), struck -> screen.line(TortureReport.line(struck)));
        boolean recovered = campaign.run(plan.faults(), plan.time());
        screen.draw("Waiting for calm, then checking every answer ...");
        load.stopWriting();
        boolean calm = load.awaitInStep(PATIENCE);
        load.stopReading();
        Comparison comparison = arena.compare();
        load.recordEnd();
        Audit audit = HistoryChecker.check(recorder.read());
        screen.blank();
        TortureReport.table(campaign.struck()).forEach(screen::line);
        screen.blank();
        TortureReport.of(audit).forEach(screen::line);
        TortureReport.of(comparison).forEach(screen::line);
        if (!calm) {
            screen.line("  Not everything was applied in the end.");
        }
        screen.blank();
        return recovered && calm && audit.holds() && comparison.holds();
    }

    private LoadOptions options(Arena arena) {
        return new LoadOptions(
                arena.mysql().jdbcUrl(),
                arena.mysql().user(),
                arena.mysql().password(),
                arena.readerHttp(),
                plan.seed(),
                HeroTable.FIRST_OF_APP,
                KEYS,
                WRITERS,
                plan.writesPerSecond(),
                READERS,
                plan.readsPerSecond());
    }

    private void keepEvidence(RunFolder folder) throws IOException {
        Path kept = folder.path();
        if (plan.keep().isPresent()) {
            kept = plan.keep().get().resolve("torture-" + plan.seed());
            FileUtils.copyDirectory(
                    folder.path().toFile(),
                    kept.toFile(),
                    FileFilterUtils.or(
                            FileFilterUtils.suffixFileFilter(".log"), FileFilterUtils.nameFileFilter(RECORD)));
        }
        List.of(
                        "FAILED with seed %d".formatted(plan.seed()),
                        "  record and logs  %s".formatted(kept),
                        "  check it again   ./lockstep torture --check %s".formatted(kept.resolve(RECORD)),
                        "")
                .forEach(screen::line);
    }
}
