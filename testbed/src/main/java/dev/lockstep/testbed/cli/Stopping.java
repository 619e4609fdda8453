package dev.lockstep.testbed.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes an orderly end of Ctrl-C and of SIGTERM, at any moment: the main thread is interrupted, takes everything down on its
 * way out, and says with which code the process is to end. Until then the process stays.
 */
final class Stopping {

    /** Longer than everything together takes to end; what is left then, the guards end. */
    private static final Duration MOST = Duration.ofSeconds(60);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Stopping() {}

    /** From now on a signal interrupts the calling thread, which must call {@link #finish}. */
    static Stopping install() {
        Stopping stopping = new Stopping();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping.stop(main), "stopping"));
        return stopping;
    }

    /** Whether a signal has come. */
    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits for a signal; says whether it has come. */
    boolean awaitRequest(Duration most) {
        try {
            return requested.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Everything has been taken down. */
    void finish(int code) {
        exitCode = code;
        finished.countDown();
    }

    private void stop(Thread main) {
        if (finished.getCount() > 0) {
            requested.countDown();
            main.interrupt();
        }
        try {
            if (finished.await(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                // An exit is under way already and would end with the code of the signal.
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
