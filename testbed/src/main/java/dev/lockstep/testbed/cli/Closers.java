package dev.lockstep.testbed.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started, to be ended in the opposite order. */
final class Closers implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Something could not be ended. */
    static final class UncleanEndException extends Exception {
        private UncleanEndException(Exception cause) {
            super(cause);
        }
    }

    <T extends AutoCloseable> T add(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /** Ends all of it, whatever of it fails; then throws with the first failure as the cause. */
    @Override
    public void close() throws UncleanEndException {
        UncleanEndException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new UncleanEndException(e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
