package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Redis knows of a row at one moment: the entry, and how old it may be. Taken in one script, so the two fit.
 *
 * <p>Wraps the answer's bytes without copying or parsing the document. Immutable.
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

    /** What is said of the partition starts with the age in this many digits. */
    static final int AGE_DIGITS = 13;

    /** What the script says where the age is not known. */
    private static final long UNKNOWN = 9_999_999_999_999L;

    /** The same in place of a position. */
    private static final String NOWHERE = "0".repeat(Position.LENGTH);

    private final byte[] mark;
    private final byte[] entry;
    private final long ageMillis;

    /**
     * What the script has answered.
     *
     * @param mark the age, and how far the partition is
     * @param entry empty for nothing
     */
    Reading(byte[] mark, byte[] entry) {
        this(mark, entry, digits(mark));
    }

    private Reading(byte[] mark, byte[] entry, long ageMillis) {
        this.mark = mark;
        this.entry = entry;
        this.ageMillis = ageMillis;
    }

    /** The same when some time has passed. */
    public Reading after(Duration passed) {
        return ageMillis == UNKNOWN
                ? this
                : new Reading(mark, entry, Math.min(UNKNOWN - 1, ageMillis + passed.toMillis() + 1));
    }

    public Kind kind() {
        if (entry.length == 0) {
            return Kind.NOTHING;
        }
        return switch (entry[0]) {
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
        return Entry.document(entry);
    }

    /** How far the partition was: all of its changes up to here are in the answer. Null where it has no watermark. */
    public @Nullable Position reached() {
        String text = new String(mark, AGE_DIGITS, Position.LENGTH, StandardCharsets.US_ASCII);
        return text.equals(NOWHERE) ? null : Position.parse(text);
    }

    /**
     * Nothing after here is in the answer, which a filled row may be further on than the partition is. Null where there
     * is no watermark.
     */
    public @Nullable Position bound() {
        Position reached = reached();
        return switch (kind()) {
            case PRESENT, ABSENT -> reached == null ? null : later(reached, Entry.bound(entry));
            case SETTLING, LEASED, NOTHING -> reached;
        };
    }

    /** The position of a {@link Kind#PRESENT} or {@link Kind#ABSENT} row; null for others. */
    public @Nullable Position position() {
        return switch (kind()) {
            case PRESENT, ABSENT -> Position.parse(Entry.position(entry));
            case SETTLING, LEASED, NOTHING -> null;
        };
    }

    /** When the row's last change was committed, in milliseconds since 1970; 0 where that is not known, as after a fill. */
    public long commitMillis() {
        return switch (kind()) {
            case PRESENT, ABSENT -> Entry.commitMillis(entry);
            case SETTLING, LEASED, NOTHING -> 0;
        };
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static long digits(byte[] mark) {
        long number = 0;
        for (int i = 0; i < AGE_DIGITS; i++) {
            number = number * 10 + (mark[i] - '0');
        }
        return number;
    }
}
