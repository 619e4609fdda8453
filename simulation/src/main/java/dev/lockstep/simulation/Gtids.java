package dev.lockstep.simulation;

/** Sets of transactions, and their text in watermarks and offsets. */
final class Gtids {

    private Gtids() {}

    static String text(long set) {
        return Long.toHexString(set);
    }

    static long parse(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    static boolean contains(long whole, long part) {
        return (whole & part) == part;
    }
}
