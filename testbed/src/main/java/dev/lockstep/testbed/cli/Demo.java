package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.cli.LiveLine.Tick;
import dev.lockstep.testbed.measure.Comparison;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Puts a load on a Lockstep, shows what becomes of it, and proves at the end that nothing differs. */
final class Demo {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** JVMs that have just started are slow; what is measured in this time is shown, but not summed up. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Screen screen;
    private final Stopping stopping;
    private final Optional<Duration> time;
    private final int writesPerSecond;

    /** With a time, it ends after that and compares. */
    Demo(Screen screen, Stopping stopping, Optional<Duration> time, int writesPerSecond) {
        this.screen = screen;
        this.stopping = stopping;
        this.time = time;
        this.writesPerSecond = writesPerSecond;
    }

    /** The exit code: 0 where everything that is cached was found equal. */
    int run(Deployment deployment) throws Exception {
        screen.blank();
        new Endpoints(deployment).invitation().forEach(screen::line);
        screen.blank();
        try (Load load = Load.start(deployment, writesPerSecond)) {
            Duration elapsed = show(deployment, load);
            screen.keep();
            screen.blank();
            return conclude(load, elapsed);
        }
    }

    private Duration show(Deployment deployment, Load load) throws SQLException {
        screen.line(LiveLine.HEADER);
        long start = System.nanoTime();
        Tick last = tick(start, load);
        while (!isOver(last.elapsed()) && !stopping.awaitRequest(untilNext(last.elapsed()))) {
            Tick now = tick(start, load);
            screen.live(LiveLine.between(last, now, load.probe().interval()).text());
            requireHealth(deployment, load);
            if (isLessThan(last.elapsed(), warmUp()) && !isLessThan(now.elapsed(), warmUp())) {
                load.probe().forget();
            }
            last = now;
        }
        return last.elapsed();
    }

    private int conclude(Load load, Duration elapsed) throws SQLException {
        load.calm();
        Optional<Comparison> comparison = Optional.empty();
        boolean caughtUp = true;
        if (!stopping.isRequested()) {
            screen.draw("Waiting until the worker has caught up, then comparing ...");
            caughtUp = load.caughtUp();
            comparison = Optional.of(load.compare());
        }
        new Summary(
                        elapsed,
                        isLessThan(elapsed, warmUp()) ? Duration.ZERO : warmUp(),
                        load.writes(),
                        load.reads(),
                        load.probe().total(),
                        load.probe().notSeen(),
                        comparison)
                .lines()
                .forEach(screen::line);
        if (!caughtUp) {
            screen.line("  The worker did not catch up.");
        }
        screen.blank();
        return caughtUp && comparison.map(Comparison::holds).orElse(true) ? Session.OK : Session.FAILED;
    }

    private static void requireHealth(Deployment deployment, Load load) throws SQLException {
        Optional<String> casualty = deployment.casualty();
        if (casualty.isPresent()) {
            throw new IllegalStateException(casualty.get());
        }
        Optional<SQLException> failure = load.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** At most a quarter of the whole. */
    private Duration warmUp() {
        Duration quarter = time.orElse(Duration.ofDays(1)).dividedBy(4);
        return isLessThan(quarter, WARM_UP) ? quarter : WARM_UP;
    }

    private static boolean isLessThan(Duration one, Duration other) {
        return one.compareTo(other) < 0;
    }

    private boolean isOver(Duration elapsed) {
        return time.isPresent() && !isLessThan(elapsed, time.get());
    }

    /** A line each full second, whatever the last one took. */
    private static Duration untilNext(Duration elapsed) {
        return SECOND.minusMillis(elapsed.toMillis() % SECOND.toMillis());
    }

    private static Tick tick(long start, Load load) {
        return new Tick(Duration.ofNanos(System.nanoTime() - start), load.writes(), load.reads());
    }
}
