package dev.lockstep.testbed.server;

/** Asks a process whether it is ready. */
@FunctionalInterface
interface Readiness {

    /** Returns where it is ready, throws anything where it is not. */
    void check() throws Exception;
}
