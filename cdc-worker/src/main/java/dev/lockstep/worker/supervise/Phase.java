package dev.lockstep.worker.supervise;

/** What the worker is doing, in the words that an operator sees. */
public enum Phase {
    /** Nothing has been tried yet. */
    STARTING,
    /** Asking Redis and the source from where to go on, or waiting to ask again. */
    CONNECTING,
    /** Reading, but behind: what is in Redis is older than the bound. */
    CATCHING_UP,
    /** Everything that was committed up to a moment ago is in Redis. */
    IN_STEP,
    /** Told to stop. */
    STOPPED
}
