package dev.lockstep.cache.position;

/**
 * A place in the source's commit order: which numbering, where the transaction starts in the binlog, and which of its
 * rows. Its text has a fixed width and only digits, so that Redis can compare two of them without knowing what they mean.
 *
 * @param epoch counts changes of numbering; seconds since 1970 when the numbering began, so that a writer that has lost
 *     everything still finds a number that is larger than all before
 * @param transaction where the transaction starts
 * @param ordinal the row in the transaction, from 1; {@link #BEFORE} and {@link #AFTER} stand for all of its rows
 */
public record Position(long epoch, Coordinate transaction, long ordinal) implements Comparable<Position> {

    /** Sorts before every row of the transaction that starts here: everything up to here, and nothing of it. */
    public static final long BEFORE = 0;

    /** Sorts after every row of the transaction that starts here. */
    public static final long AFTER = 9_999_999_999L;

    static final int EPOCH_DIGITS = 10;
    static final int ORDINAL_DIGITS = 10;

    /** How many characters {@link #text()} has. */
    public static final int LENGTH = EPOCH_DIGITS + Coordinate.LENGTH + ORDINAL_DIGITS;

    public Position {
        Digits.require("epoch", epoch, EPOCH_DIGITS);
        Digits.require("ordinal", ordinal, ORDINAL_DIGITS);
    }

    /** Everything that starts before {@code boundary}, and nothing after. */
    public static Position before(long epoch, Coordinate boundary) {
        return new Position(epoch, boundary, BEFORE);
    }

    /** Where an epoch begins: after everything of the epochs before. */
    public static Position startOf(long epoch) {
        return new Position(epoch, new Coordinate(0, 0), BEFORE);
    }

    /**
     * The position that {@link #text()} made the text of.
     *
     * @throws IllegalArgumentException where it is not such a text
     */
    public static Position parse(String text) {
        if (text.length() != LENGTH || !Digits.areDigits(text, 0, LENGTH)) {
            throw new IllegalArgumentException("position: '%s' (expected: %d digits)".formatted(text, LENGTH));
        }
        int file = EPOCH_DIGITS;
        int offset = file + Coordinate.FILE_DIGITS;
        int ordinal = offset + Coordinate.OFFSET_DIGITS;
        return new Position(
                Long.parseLong(text, 0, file, 10),
                new Coordinate(Long.parseLong(text, file, offset, 10), Long.parseLong(text, offset, ordinal, 10)),
                Long.parseLong(text, ordinal, LENGTH, 10));
    }

    /** Fixed width, digits only; sorts as the positions do. */
    public String text() {
        StringBuilder text = new StringBuilder(LENGTH);
        Digits.append(text, epoch, EPOCH_DIGITS);
        transaction.appendTo(text);
        Digits.append(text, ordinal, ORDINAL_DIGITS);
        return text.toString();
    }

    @Override
    public int compareTo(Position other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byTransaction = transaction.compareTo(other.transaction);
        return byTransaction != 0 ? byTransaction : Long.compare(ordinal, other.ordinal);
    }

    /** For people: {@code epoch/file:offset#row}. */
    @Override
    public String toString() {
        String row = ordinal == AFTER ? "end" : Long.toString(ordinal);
        return "%d/%d:%d#%s".formatted(epoch, transaction.file(), transaction.offset(), row);
    }
}
