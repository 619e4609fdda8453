package dev.lockstep.reader.lookup;

import java.util.List;

/** Told what lookups do, for those who watch. Called on any thread; must not block. */
public interface LookupMeter {

    /** A lookup has ended. */
    void answered(Answer answer, long nanos);

    /** A look-up of many rows has ended. */
    void answered(List<Answer> answers, long nanos);

    /** The database is read. */
    void databaseRead();

    /** A row was not left in Redis. */
    void doubted(Doubt doubt);

    /** Redis was asked to keep a row. */
    void filled(FillOutcome outcome);

    /** What Redis said. */
    enum FillOutcome {
        /** It is there. */
        STORED,
        /** Something came in between. */
        REFUSED,
        /** Nothing in time: it may be there or not. */
        UNKNOWN
    }
}
