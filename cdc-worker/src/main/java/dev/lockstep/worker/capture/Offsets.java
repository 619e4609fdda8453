package dev.lockstep.worker.capture;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Resume offsets: the words in which the engine is told where to begin. Always the start of a transaction. */
public final class Offsets {

    private Offsets() {}

    /**
     * Begin here.
     *
     * @param file the whole name of the binlog file
     * @param offset the byte in that file where a transaction starts or the file ends
     * @param gtids every transaction that needs not be sent; decides where the server keeps GTIDs
     */
    public static String at(String file, long offset, String gtids) {
        String head = "{\"file\":\"%s\",\"pos\":%d".formatted(quoted(file), offset);
        return gtids.isEmpty() ? head + "}" : head + ",\"gtids\":\"%s\"}".formatted(quoted(gtids));
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
