package dev.lockstep.worker.change;

/** Where changes go, in commit order. */
@FunctionalInterface
public interface ChangeSink {

    /**
     * Takes a change; waits while too many are on their way.
     *
     * @throws SinkClosedException where no more are taken; this one was not
     */
    void accept(Change change) throws InterruptedException;

    /** The way to Redis is closed; the capture should end too. */
    final class SinkClosedException extends RuntimeException {
        public SinkClosedException() {
            super("no more changes are taken");
        }
    }
}
