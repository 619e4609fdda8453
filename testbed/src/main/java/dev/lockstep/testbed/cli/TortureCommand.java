package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.history.Audit;
import dev.lockstep.testbed.history.HistoryChecker;
import dev.lockstep.testbed.history.Recorder;
import dev.lockstep.testbed.torture.Campaign;
import dev.lockstep.testbed.torture.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class,
        description =
                "Hurts servers, services and links again and again while an app writes and reads, and checks every answer.")
final class TortureCommand implements Callable<Integer> {

    private static final int MOST_RATE = 5_000;
    private static final int MOST_WORKERS = 4;

    /** So that a seed can be typed. */
    private static final int LARGEST_SEED = 1_000_000;

    private final Screen screen = Screen.standard();

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1m",
            description =
                    "How long, such as 1m or 1h, and then to the end of the last fault (default: ${DEFAULT-VALUE}).")
    private Duration time = Duration.ofMinutes(1);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Which faults come in which order follows from this (default: a random one, which is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only faults whose name contains this, such as 'MySQL' or 'worker killed' (default: all).")
    private String only = "";

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = {
                "Where the record and the logs of a run are copied that failed (default: they stay in target/lockstep until"
                        + " the next run)."
            })
    private @Nullable Path keep;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Starts nothing; checks the record of an earlier run, history.jsonl, once more.")
    private @Nullable Path check;

    @Option(names = "--near", description = "The reader keeps answers in its own memory too, for half a second each.")
    private boolean near;

    @Option(names = "--mysqld", paramLabel = "FILE", description = "The mysqld to run (default: the embedded 8.0).")
    private @Nullable Path mysqld;

    @Option(
            names = "--redis-server",
            paramLabel = "FILE",
            description = "The redis-server to run (default: the embedded 6.2).")
    private @Nullable Path redisServer;

    private int writesPerSecond = 200;
    private int readsPerSecond = 300;
    private int workers = 2;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "Rows that are written a second, at most (default: ${DEFAULT-VALUE}).")
    void setWritesPerSecond(int rate) {
        writesPerSecond = checked("--rate", "rows a second", rate, MOST_RATE);
    }

    @Option(
            names = "--reads",
            paramLabel = "N",
            defaultValue = "300",
            description = "Rows that are read a second, at most (default: ${DEFAULT-VALUE}).")
    void setReadsPerSecond(int rate) {
        readsPerSecond = checked("--reads", "reads a second", rate, MOST_RATE);
    }

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many workers run, one of them active (default: ${DEFAULT-VALUE}).")
    void setWorkers(int count) {
        workers = checked("--workers", "workers", count, MOST_WORKERS);
    }

    @Override
    public Integer call() {
        if (check != null) {
            return checkAgain(check);
        }
        List<Fault> faults = chosenFaults();
        Stopping stopping = Stopping.install();
        long chosen = seed == null ? new Random().nextInt(LARGEST_SEED) : seed;
        screen.line("Lockstep torture for %d s, seed %d".formatted(time.toSeconds(), chosen));
        screen.blank();
        Torture.Plan plan = new Torture.Plan(
                Session.home(),
                time,
                chosen,
                faults,
                workers,
                near,
                writesPerSecond,
                readsPerSecond,
                Optional.ofNullable(mysqld),
                Optional.ofNullable(redisServer),
                Optional.ofNullable(keep));
        return new Session(Session.home(), new Places(), screen, stopping)
                .play(Session.INTERRUPTED, new Torture(screen, stopping, plan)::run);
    }

    private List<Fault> chosenFaults() {
        List<Fault> faults = Campaign.faults().stream()
                .filter(fault -> fault.name().contains(only))
                .toList();
        if (faults.isEmpty() && command != null) {
            String names = Campaign.faults().stream().map(Fault::name).collect(Collectors.joining("; "));
            throw new ParameterException(
                    command.commandLine(), "--only: '%s' (expected: a part of one of: %s)".formatted(only, names));
        }
        return faults;
    }

    private int checkAgain(Path file) {
        try {
            Audit audit = HistoryChecker.check(Recorder.read(file));
            TortureReport.of(audit).forEach(screen::line);
            return audit.holds() ? Session.OK : Session.FAILED;
        } catch (IOException e) {
            screen.line(String.valueOf(e.getMessage()));
            return Session.FAILED;
        }
    }

    private int checked(String option, String what, int number, int most) {
        if (command != null && (number < 1 || number > most)) {
            throw new ParameterException(
                    command.commandLine(), "%s: %d (expected: %s, 1 to %d)".formatted(option, number, what, most));
        }
        return number;
    }
}
