package dev.lockstep.testbed.torture;

import java.util.concurrent.Callable;
import java.util.function.Function;

/** Is told what is being started. */
@FunctionalInterface
public interface Announcer {

    /** Says nothing. */
    Announcer SILENT = new Announcer() {
        @Override
        public <T> T step(String name, Callable<T> work, Function<T, String> outcome) throws Exception {
            return work.call();
        }
    };

    /** Does something that takes a while. */
    <T> T step(String name, Callable<T> work, Function<T, String> outcome) throws Exception;
}
