package dev.lockstep.worker.capture;

/** Where notices go, in the order of the binlog. */
@FunctionalInterface
interface Notices {

    /** For {@link #put}: the place is the transaction that is being read. */
    long IN_TRANSACTION = 0;

    /**
     * Hands one on; waits while too many records are on their way.
     *
     * @param end the byte at which the event ends, where it is not in a transaction
     */
    void put(Notice notice, long end) throws InterruptedException;
}
