package dev.lockstep.testbed.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What people see. On a terminal one line can be drawn again and again; elsewhere every line stays and is plain text. */
final class Screen {

    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean drawn;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** The process's own; whether it is a terminal is for the script to say. */
    static Screen standard() {
        return new Screen(System.out, Boolean.getBoolean("lockstep.terminal"));
    }

    /** A line that stays. */
    synchronized void line(String text) {
        if (drawn) {
            out.print(CLEAR);
            drawn = false;
        }
        out.println(text);
        out.flush();
    }

    void blank() {
        line("");
    }

    /** A line that the next one replaces; shown on a terminal only. */
    synchronized void draw(String text) {
        if (terminal) {
            out.print(CLEAR + text);
            out.flush();
            drawn = true;
        }
    }

    /** A line that the next of its kind replaces on a terminal, and that stays elsewhere. */
    void live(String text) {
        if (terminal) {
            draw(text);
        } else {
            line(text);
        }
    }

    /** Keeps what was drawn last. */
    synchronized void keep() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    /** Does something that takes a while, and says what came of it and how long it took. */
    <T> T step(String name, Callable<T> work, Function<T, String> outcome) throws Exception {
        draw("  %-12s ...".formatted(name));
        long start = System.nanoTime();
        T result = work.call();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        line(String.format(
                Locale.ROOT, "  %-12s %-44s %5.1f s", name, outcome.apply(result), took.toMillis() / 1000.0));
        return result;
    }
}
