package dev.lockstep.simulation.model;

/** What came of asking for the right to fill a key. */
public sealed interface Leasing {

    /** The caller may fill while its token stands. */
    record Granted(Mark mark, String token) implements Leasing {}

    /** The row is there by now. */
    record Found(Entry.Row row) implements Leasing {}

    /** Somebody else is loading it. */
    record Taken() implements Leasing {}

    /** It may not be cached now. */
    record Unfit() implements Leasing {}

    /** The worker sees the table in another shape. */
    record OtherShape() implements Leasing {}
}
