package dev.lockstep.testbed.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class,
        description = "Starts MySQL, Redis, cdc-worker and reader-api, and stays until Ctrl-C.")
final class UpCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Screen screen = Screen.standard();

    @Mixin
    private Places places = new Places();

    @Override
    public Integer call() {
        Stopping stopping = Stopping.install();
        screen.line("Lockstep: MySQL, Redis and the two services on this machine");
        screen.blank();
        return new Session(Session.home(), places, screen, stopping)
                .run(Session.OK, deployment -> stay(deployment, stopping));
    }

    private int stay(Deployment deployment, Stopping stopping) {
        screen.blank();
        new Endpoints(deployment).invitation().forEach(screen::line);
        while (!stopping.awaitRequest(LOOK)) {
            Optional<String> casualty = deployment.casualty();
            if (casualty.isPresent()) {
                throw new IllegalStateException(casualty.get());
            }
        }
        screen.blank();
        return Session.OK;
    }
}
