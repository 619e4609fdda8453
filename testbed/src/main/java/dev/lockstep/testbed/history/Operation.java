package dev.lockstep.testbed.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done or seen. All times are nanoseconds on one monotonic clock.
 *
 * <p>Every write of a key has a version larger than any before, which is also what the row says while it stands. A version is
 * never used again, whatever became of its write.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Write.class, name = "write"),
    @JsonSubTypes.Type(value = Operation.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Operation.Loss.class, name = "loss"),
    @JsonSubTypes.Type(value = Operation.Row.class, name = "row")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Operation {

    /** What an answer or a row says where there is none of this key. */
    long ABSENT = 0;

    /** What an answer says that cannot be read as any version, or contradicts itself. */
    long UNREADABLE = -1;

    /** An age bound that was not given. */
    long UNBOUNDED = -1;

    /** What became of a write. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** The connection broke after the commit was asked for, and nobody has found out since. */
        UNKNOWN
    }

    /** Where an answer says that it comes from. */
    enum Source {
        HIT,
        NEGATIVE,
        COALESCED,
        /** The reader's own memory. */
        NEAR,
        MISS,
        BYPASS,
        /** It does not say, or there was no answer. */
        NONE;

        /** Whether Redis itself answered. */
        public boolean isRedis() {
            return this == HIT || this == NEGATIVE || this == COALESCED;
        }
    }

    /**
     * One row of a transaction. All writes of a key come from one writer, one after the other.
     *
     * @param deletes whether the row is gone afterwards
     * @param begin just before the commit was asked for; nobody may see the write before
     * @param end when it was known to have been committed; who asks later must see it
     * @param token with which a reader can be asked for what is not older than this; it covers everything that was committed
     *     before {@code end}
     */
    record Write(
            int key,
            long version,
            boolean deletes,
            long begin,
            long end,
            Outcome outcome,
            @Nullable String token) implements Operation {}

    /**
     * What a request wanted beyond the row itself.
     *
     * @param mostMillis everything committed longer ago than this has to be in the answer; or {@link #UNBOUNDED}
     * @param after the token of a write or the position of an answer: what was in that has to be in this
     * @param strong whether everything committed before the request has to be in the answer
     */
    record Demand(long mostMillis, @Nullable String after, boolean strong) {

        /** The row, as old as the reader may answer by itself. */
        static final Demand NONE = new Demand(UNBOUNDED, null, false);
    }

    /**
     * One answer to one reader.
     *
     * @param status of HTTP; 0 where there was no answer
     * @param version what the row said, {@link #ABSENT} or {@link #UNREADABLE}; means something where {@link #isKnown}
     * @param start just before the request was sent
     * @param end when the answer was there
     * @param boundMillis everything committed longer ago than this is in the answer; or {@link #UNBOUNDED}
     * @param position what the answer says can be demanded of later ones, if it says so
     */
    record Answer(
            int reader,
            int key,
            Demand demand,
            int status,
            long version,
            Source source,
            long start,
            long end,
            long boundMillis,
            @Nullable String position)
            implements Operation {

        private static final int FOUND = 200;
        private static final int MISSING = 404;

        /** Whether it says if there is such a row; everything else is an error, and no lie. */
        @JsonIgnore
        public boolean isKnown() {
            return source != Source.NONE && (status == FOUND || status == MISSING);
        }
    }

    /**
     * Redis lost some of what it held, and nothing else of it: a fault that was made on purpose.
     *
     * @param from before the first thing was lost
     * @param to when nothing more could be lost, and nobody could read any more what stood there before
     */
    record Loss(String why, long from, long to) implements Operation {}

    /**
     * The table as it stood when all writing had ended and everything had been applied.
     *
     * @param version what the row said, or {@link #ABSENT}
     * @param at just before the SELECT
     */
    record Row(int key, long version, long at) implements Operation {}
}
