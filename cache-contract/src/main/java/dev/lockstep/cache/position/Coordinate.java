package dev.lockstep.cache.position;

/**
 * A place in one server's binlog: the number at the end of the file's name, and a byte offset in that file. Everything
 * that starts before it comes earlier.
 *
 * @param file 0 to 9,999,999,999; MySQL itself stops at 2,147,483,647
 * @param offset in bytes, 0 to 999,999,999,999
 */
public record Coordinate(long file, long offset) implements Comparable<Coordinate> {

    static final int FILE_DIGITS = 10;
    static final int OFFSET_DIGITS = 12;

    /** How many characters {@link #text()} has. */
    public static final int LENGTH = FILE_DIGITS + OFFSET_DIGITS;

    public Coordinate {
        Digits.require("binlog file number", file, FILE_DIGITS);
        Digits.require("binlog offset", offset, OFFSET_DIGITS);
    }

    /**
     * From what the server calls the file, such as {@code mysql-bin-changelog.000123}.
     *
     * @throws IllegalArgumentException where the name does not end in a dot and a number of at most 10 digits
     */
    public static Coordinate of(String fileName, long offset) {
        int from = fileName.lastIndexOf('.') + 1;
        int digits = fileName.length() - from;
        if (from == 0 || digits > FILE_DIGITS || !Digits.areDigits(fileName, from, fileName.length())) {
            throw new IllegalArgumentException(
                    "binlog file: '%s' (expected: a name that ends in a dot and at most %d digits)"
                            .formatted(fileName, FILE_DIGITS));
        }
        return new Coordinate(Long.parseLong(fileName, from, fileName.length(), 10), offset);
    }

    /** Fixed width, digits only; sorts as the coordinates do. */
    public String text() {
        StringBuilder text = new StringBuilder(LENGTH);
        appendTo(text);
        return text.toString();
    }

    void appendTo(StringBuilder text) {
        Digits.append(text, file, FILE_DIGITS);
        Digits.append(text, offset, OFFSET_DIGITS);
    }

    /** For people: {@code file:offset}. */
    @Override
    public String toString() {
        return file + ":" + offset;
    }

    @Override
    public int compareTo(Coordinate other) {
        int byFile = Long.compare(file, other.file);
        return byFile != 0 ? byFile : Long.compare(offset, other.offset);
    }
}
