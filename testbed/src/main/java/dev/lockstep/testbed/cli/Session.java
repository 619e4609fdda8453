package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.server.ServerStartException;
import dev.lockstep.testbed.server.UnfitMachineException;
import java.io.IOException;
import java.nio.file.Path;

/** One run from start to end: whatever happens in between, everything that was started is ended, in order. */
final class Session {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    private final Path home;
    private final Places places;
    private final Screen screen;
    private final Stopping stopping;

    Session(Path home, Places places, Screen screen, Stopping stopping) {
        this.home = home;
        this.places = places;
        this.screen = screen;
        this.stopping = stopping;
    }

    /** What is done with the folder of the run. */
    @FunctionalInterface
    interface Play {
        /**
         * Returns the exit code; may just as well throw where the thread is interrupted.
         *
         * @param closers ended afterwards, whatever happens
         */
        int run(RunFolder folder, Closers closers) throws Exception;
    }

    /** What is done while everything runs. */
    @FunctionalInterface
    interface Body {
        /** Returns the exit code; may just as well throw where the thread is interrupted. */
        int run(Deployment deployment) throws Exception;
    }

    /** Where the repository is. */
    static Path home() {
        String given = System.getProperty("lockstep.home", "");
        return Path.of(given.isBlank() ? System.getProperty("user.dir") : given).toAbsolutePath();
    }

    /**
     * Starts everything, runs the body, ends everything.
     *
     * @param whenInterrupted the exit code after a signal
     */
    int run(int whenInterrupted, Body body) {
        return play(whenInterrupted, (folder, closers) -> {
            Deployment deployment = Deployment.start(home, folder, places, screen, closers);
            new Endpoints(deployment).write(folder.endpoints());
            return body.run(deployment);
        });
    }

    /**
     * Runs what starts something by itself, and ends everything.
     *
     * @param whenInterrupted the exit code after a signal
     */
    int play(int whenInterrupted, Play play) {
        int code = FAILED;
        try (RunFolder folder = RunFolder.open(home)) {
            code = play(folder, whenInterrupted, play);
        } catch (RunFolder.TakenException e) {
            screen.line(inWords(e));
        } catch (IOException e) {
            screen.line("cannot use the folder of the run: " + e);
        } finally {
            stopping.finish(code);
        }
        return code;
    }

    private int play(RunFolder folder, int whenInterrupted, Play play) {
        Closers closers = new Closers();
        int code;
        try {
            code = play.run(folder, closers);
        } catch (Exception e) {
            code = failed(e);
        }
        boolean interrupted = stopping.isRequested();
        return close(closers) ? (interrupted ? whenInterrupted : code) : FAILED;
    }

    private int failed(Exception e) {
        screen.keep();
        if (!stopping.isRequested()) {
            screen.blank();
            screen.line(inWords(e));
            screen.blank();
        }
        return FAILED;
    }

    private boolean close(Closers closers) {
        // Or whatever waits while it closes would not.
        Thread.interrupted();
        screen.draw("Stopping ...");
        try {
            closers.close();
            screen.line("Everything is stopped, and its data deleted.");
            return true;
        } catch (Exception e) {
            screen.line("not everything could be stopped: " + inWords(e));
            return false;
        }
    }

    private static String inWords(Exception e) {
        return switch (e) {
            case RunFolder.TakenException taken -> String.valueOf(taken.getMessage());
            case ServerStartException failure -> String.valueOf(failure.getMessage());
            case UnfitMachineException failure -> String.valueOf(failure.getMessage());
            case IllegalStateException failure -> String.valueOf(failure.getMessage());
            default -> e.toString();
        };
    }
}
