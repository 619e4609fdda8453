package dev.lockstep.reader.lookup;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What came of a lookup. */
public sealed interface Answer {

    /** Where an answer came from. */
    enum Source {
        /** Redis had the row. */
        HIT,
        /** Redis knew that there is no such row. */
        NEGATIVE,
        /** The database, under a lease: what was found was left in Redis unless a change came in between. */
        MISS,
        /** The database; Redis was left alone. */
        BYPASS
    }

    /** It is known whether there is such a row. */
    sealed interface Known extends Answer {

        Source source();

        /** Everything committed longer ago than this is in the answer. Empty where that is not known. */
        Optional<Duration> staleness();
    }

    /**
     * The row.
     *
     * @param document its JSON in UTF-8; not to be written to
     */
    record Row(Source source, Optional<Duration> staleness, ByteBuffer document) implements Known {}

    /** There is no such row. */
    record Absent(Source source, Optional<Duration> staleness) implements Known {}

    /** Redis could not say, and the database could not be asked. */
    record Unavailable(Lack lack) implements Answer {}

    /** What an answer would have needed. */
    enum Lack {
        /** A connection to the database in time: all were busy. */
        CONNECTION,
        /** A database that answers. */
        DATABASE,
        /** A table: it has been dropped or renamed. */
        TABLE
    }
}
