package dev.lockstep.benchmarks;

import dev.lockstep.testbed.server.ServiceOptions;

/** What applies a backlog to Redis. */
interface Drainer extends AutoCloseable {

    String name();

    /** How it is launched. */
    ServiceOptions options();

    /** Runs it for the first time and stops it: it goes on from here when it is launched again. */
    void begin();

    /** To be asked before it is launched, when the rows are written: how far it is with them from then on. */
    Progress expect(int rows);

    /** Asks no more. */
    @Override
    void close();

    /** How far it is; asking does not cost Redis more than one command. */
    interface Progress {

        /** Whether one row is in Redis. */
        boolean begun();

        /** Whether all are. */
        boolean ended();
    }
}
