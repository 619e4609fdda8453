package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Redis knows of a row at one moment: the entry, and how old it may be. Taken in one script, so the two fit.
 *
 * <p>Wraps the answer's bytes without copying or parsing the document.
 */
public final class Reading {

    /** What kind of entry was found. */
    public enum Kind {
        /** The row, as of {@link Reading#age()}. */
        PRESENT,
        /** The row is known not to exist. */
        ABSENT,
        /** The row changed in a way that only the database can tell. */
        SETTLING,
        /** Somebody is loading it. */
        LEASED,
        /** A miss, or an entry that no longer counts. */
        NOTHING
    }

    /** The answer starts with the age in this many digits. */
    static final int AGE_DIGITS = 13;

    /** What the script says where the age is not known. */
    private static final long UNKNOWN = 9_999_999_999_999L;

    private final byte[] answer;
    private final long ageMillis;

    Reading(byte[] answer) {
        this.answer = answer;
        this.ageMillis = digits(answer);
    }

    public Kind kind() {
        if (answer.length == AGE_DIGITS) {
            return Kind.NOTHING;
        }
        return switch (answer[AGE_DIGITS]) {
            case 'P' -> Kind.PRESENT;
            case 'A' -> Kind.ABSENT;
            case 'S' -> Kind.SETTLING;
            default -> Kind.LEASED;
        };
    }

    /**
     * The bound on staleness: everything committed longer ago than this has been applied. Measured on Redis' clock, so
     * skew between hosts does not count. Empty while the worker has not said anything yet.
     */
    public Optional<Duration> age() {
        return ageMillis == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofMillis(ageMillis));
    }

    /** The document of a {@link Kind#PRESENT} row; shares the answer's array. */
    public ByteBuffer document() {
        return Entry.document(answer, AGE_DIGITS);
    }

    /** The position of a {@link Kind#PRESENT} or {@link Kind#ABSENT} row; null for others. */
    public @Nullable Position position() {
        return switch (kind()) {
            case PRESENT, ABSENT -> Position.parse(Entry.position(answer, AGE_DIGITS));
            case SETTLING, LEASED, NOTHING -> null;
        };
    }

    /** When the row's last change was committed, in milliseconds since 1970; 0 where that is not known, as after a fill. */
    public long commitMillis() {
        return switch (kind()) {
            case PRESENT, ABSENT -> Entry.commitMillis(answer, AGE_DIGITS);
            case SETTLING, LEASED, NOTHING -> 0;
        };
    }

    private static long digits(byte[] answer) {
        long number = 0;
        for (int i = 0; i < AGE_DIGITS; i++) {
            number = number * 10 + (answer[i] - '0');
        }
        return number;
    }
}
