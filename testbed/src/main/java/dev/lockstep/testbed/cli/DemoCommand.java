package dev.lockstep.testbed.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class,
        description = "As up, with an app that writes and one that reads, and shows how Redis keeps step.")
final class DemoCommand implements Callable<Integer> {

    private static final int MOST_WRITES = 20_000;

    private final Screen screen = Screen.standard();

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private Places places = new Places();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = {
                "How long, such as 20s or 5m; then every cached row is compared with the table, and the exit code says"
                        + " whether all match (default: until Ctrl-C, without the comparison)."
            })
    private @Nullable Duration time;

    private int writesPerSecond = 300;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "Rows that the app writes a second, at most (default: ${DEFAULT-VALUE}).")
    void setWritesPerSecond(int rate) {
        if (command != null && (rate < 1 || rate > MOST_WRITES)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--rate: %d (expected: rows a second, 1 to %d)".formatted(rate, MOST_WRITES));
        }
        writesPerSecond = rate;
    }

    @Override
    public Integer call() {
        Stopping stopping = Stopping.install();
        screen.line("Lockstep demo: MySQL, Redis, the two services and an app that writes, on this machine");
        screen.blank();
        Demo demo = new Demo(screen, stopping, Optional.ofNullable(time), writesPerSecond);
        return new Session(Session.home(), places, screen, stopping).run(Session.INTERRUPTED, demo::run);
    }
}
