package dev.lockstep.worker.supervise;

/** What the worker is doing, in the words that an operator sees. */
public enum Phase {
    /** Nothing has been tried yet. */
    STARTING,
    /** Another worker is active; this one waits for its place. */
    STANDBY,
    /** Asking Redis and the source from where to go on. */
    CONNECTING,
    /** Redis does not answer, or refuses what it is asked. */
    REDIS_LOST,
    /** The source does not answer, or has ended the connection. */
    SOURCE_LOST,
    /** The source's settings or tables are such that it cannot be followed. */
    SOURCE_UNFIT,
    /** Another worker has taken this one's place; it has changed nothing since. */
    FENCED,
    /** Reading, but behind: what is in Redis is older than the bound. */
    CATCHING_UP,
    /** Connected and behind, but nothing is applied. */
    STALLED,
    /** Everything that was committed up to a moment ago is in Redis. */
    IN_STEP,
    /** Told to stop. */
    STOPPED
}
