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
        /** Redis, once somebody else had left there what he was loading. */
        COALESCED,
        /** This process, which had answered so a moment before. */
        NEAR,
        /** The database, under a lease: what was found was left in Redis unless a change came in between. */
        MISS,
        /** The database; Redis was left alone. */
        BYPASS
    }

    /**
     * What is known of an answer.
     *
     * @param staleness everything committed longer ago than this is in the answer; empty where that is not known
     * @param position a place in the source's history after which nothing is in the answer, to be demanded of later ones; 42
     *     digits, or a set of GTIDs; empty where none is known
     * @param commitMillis when the row's last change was committed, since 1970; 0 where that is not known
     */
    record Proof(Source source, Optional<Duration> staleness, String position, long commitMillis) {}

    /** It is known whether there is such a row. */
    sealed interface Known extends Answer {
        Proof proof();
    }

    /**
     * The row.
     *
     * @param document its JSON in UTF-8; not to be written to
     */
    record Row(Proof proof, ByteBuffer document) implements Known {}

    /** There is no such row. */
    record Absent(Proof proof) implements Known {}

    /**
     * Redis could not say, or not well enough, and neither could the database.
     *
     * @param staleness how old what Redis has may be, where it was asked for something younger
     */
    record Unavailable(Lack lack, Optional<Duration> staleness) implements Answer {

        /** Whatever Redis has, it was not asked for its age. */
        public Unavailable(Lack lack) {
            this(lack, Optional.empty());
        }
    }

    /** What an answer would have needed. */
    enum Lack {
        /** A connection to the database in time: all were busy. */
        CONNECTION,
        /** Something left of what may be read from the database in a second. */
        BUDGET,
        /** A database that answers. */
        DATABASE,
        /** A database that shows what the answer had to have in it. */
        VISIBILITY,
        /** Room in the answer: the rows before it in the batch have all the bytes that one may have. */
        ROOM,
        /** A document: the row has a value that none can have. */
        DOCUMENT,
        /** A table: it has been dropped or renamed. */
        TABLE
    }
}
