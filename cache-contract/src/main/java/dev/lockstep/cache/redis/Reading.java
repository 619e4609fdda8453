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

    /** In place of an entry. */
    static final byte[] NO_ENTRY = {};

    private final long ageMillis;
    private final String reached;
    private final byte[] entry;

    /**
     * What was found.
     *
     * @param reached how far the partition was; empty where it has no watermark
     * @param entry empty for nothing
     */
    Reading(long ageMillis, String reached, byte[] entry) {
        this.ageMillis = ageMillis;
        this.reached = reached;
        this.entry = entry;
    }

    /**
     * What a script has answered.
     *
     * @param mark the age, and how far the partition is
     * @param entry empty for nothing
     */
    static Reading of(byte[] mark, byte[] entry) {
        String reached = new String(mark, AGE_DIGITS, Position.LENGTH, StandardCharsets.US_ASCII);
        return new Reading(digits(mark), reached.equals(NOWHERE) ? "" : reached, entry);
    }

    /** The age that a script has answered; empty where none is known. */
    static Optional<Duration> age(byte[] digits) {
        return new Reading(digits(digits), "", NO_ENTRY).age();
    }

    /** The same when some time has passed. */
    public Reading after(Duration passed) {
        return afterMillis(passed.toMillis() + 1);
    }

    Reading afterMillis(long passed) {
        return ageMillis == UNKNOWN || passed == 0
                ? this
                : new Reading(Math.min(UNKNOWN - 1, ageMillis + passed), reached, entry);
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
        return reached.isEmpty() ? null : Position.parse(reached);
    }

    /** Whether this is less far than a partition has said to be before: another server has answered, which has lost writes. */
    public boolean isBefore(Reached before) {
        return before.position()
                .filter(position -> reached.compareTo(position.text()) < 0)
                .isPresent();
    }

    /**
     * The text of a position after which nothing is in the answer; a row may be further on than the partition was. Empty where
     * there is no watermark.
     */
    public String bound() {
        return switch (kind()) {
            case PRESENT, ABSENT ->
                !reached.isEmpty() && Entry.isBeyond(entry, reached)
                        ? Entry.bound(entry).text()
                        : reached;
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

    private static long digits(byte[] mark) {
        long number = 0;
        for (int i = 0; i < AGE_DIGITS; i++) {
            number = number * 10 + (mark[i] - '0');
        }
        return number;
    }
}
