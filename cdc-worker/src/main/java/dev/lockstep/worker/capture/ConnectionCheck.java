package dev.lockstep.worker.capture;

/** Knows which server's binlog a run may read. */
@FunctionalInterface
public interface ConnectionCheck {

    /**
     * Makes sure that the right server has this connection; called once, on the engine's thread, before any record of it
     * is handed on. May block.
     *
     * @param connectionId as the server calls it
     * @throws RuntimeException where it has not; the capture then ends by it
     */
    void require(long connectionId);
}
