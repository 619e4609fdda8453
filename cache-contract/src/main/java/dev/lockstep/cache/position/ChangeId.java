package dev.lockstep.cache.position;

import java.util.Comparator;

/**
 * A place in the stream of changes: a position in the source's commit order, and which of the things that are told of it.
 * Nothing else has the same place, in whichever partition it is told. Immutable.
 *
 * @param turn 0 to 9, see the constants
 */
public record ChangeId(Position position, int turn) implements Comparable<ChangeId> {

    /** As a turn: a row is not there any more, or not under this key. Comes before what the same change has put there. */
    public static final int GONE = 0;

    /** As a turn: a row is there, or has changed in another way; or tables were cleared. */
    public static final int THERE = 1;

    /** As a turn: the first of those that are left for what a worker says when it begins, where nothing has changed. */
    public static final int OPENED = 2;

    /** As a turn: nothing comes after it at the same position. */
    public static final int LAST = 9;

    /** How many characters {@link #text()} has. */
    public static final int LENGTH = Position.LENGTH + 1;

    private static final int FILE_BITS = 31;
    private static final int EPOCH_BITS = Long.SIZE - FILE_BITS;
    private static final int OFFSET_SHIFT = 24;
    private static final int TURN_BITS = 4;

    /**
     * The number that stands for {@link Position#AFTER}. The next transaction starts so many bytes further on that no number
     * below this one reaches it: 2^27 turns of 4 bits are 128 offsets of 24 bits, and no transaction has less than 150 bytes.
     */
    private static final long AFTER = (1L << 27) - 1;

    private static final Comparator<ChangeId> ORDER =
            Comparator.comparing(ChangeId::position).thenComparingInt(ChangeId::turn);

    public ChangeId {
        Digits.require("turn", turn, 1);
    }

    /** After all that has changed up to a position. */
    public static ChangeId after(Position position) {
        return new ChangeId(position, THERE);
    }

    /**
     * The place that {@link #text()} made the text of.
     *
     * @throws IllegalArgumentException where it is none that could be told
     */
    public static ChangeId parse(String text) {
        if (text.length() != LENGTH || !Digits.areDigits(text, Position.LENGTH, LENGTH)) {
            throw new IllegalArgumentException(
                    "place in the stream of changes: '%s' (expected: %d digits)".formatted(text, LENGTH));
        }
        ChangeId place =
                new ChangeId(Position.parse(text.substring(0, Position.LENGTH)), text.charAt(Position.LENGTH) - '0');
        place.requireNumbers();
        return place;
    }

    /** Fixed width, digits only; sorts as the places do. */
    public String text() {
        return position.text() + turn;
    }

    /**
     * As the id of an entry in a Redis stream: two unsigned numbers of 64 bits, which sort as the places do. The first is
     * epoch and binlog file, the second the offset in the file and the row, one added to the other, as a transaction of many
     * rows has many bytes.
     *
     * @throws IllegalArgumentException where the epoch is beyond the year 2242, or the file beyond what MySQL numbers
     */
    public String streamId() {
        requireNumbers();
        Coordinate transaction = position.transaction();
        long row = position.ordinal() == Position.AFTER ? AFTER : position.ordinal();
        long first = position.epoch() << FILE_BITS | transaction.file();
        long second = (transaction.offset() << OFFSET_SHIFT) + (row << TURN_BITS) + turn;
        return Long.toUnsignedString(first) + "-" + Long.toUnsignedString(second);
    }

    /** The turn that the id of an entry in a Redis stream has. */
    public static int turnOf(String streamId) {
        long second = Long.parseUnsignedLong(streamId, streamId.indexOf('-') + 1, streamId.length(), 10);
        return (int) (second & ((1 << TURN_BITS) - 1));
    }

    private void requireNumbers() {
        require("epoch", position.epoch(), EPOCH_BITS);
        require("binlog file number", position.transaction().file(), FILE_BITS);
    }

    private static void require(String what, long value, int bits) {
        if (value >> bits != 0) {
            throw new IllegalArgumentException("%s: %d (expected: at most %d bits)".formatted(what, value, bits));
        }
    }

    @Override
    public int compareTo(ChangeId other) {
        return ORDER.compare(this, other);
    }

    /** For people. */
    @Override
    public String toString() {
        return position + "." + turn;
    }
}
