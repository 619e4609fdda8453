package dev.lockstep.worker.capture;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resume offsets: the words in which the engine is told where to begin. Always the start of a transaction. */
public final class Offsets {

    /** Where the first event of a binlog file is. */
    public static final long FIRST = 4;

    private static final Pattern GTIDS = Pattern.compile("\"gtids\":\"([^\"]*)\"");

    private static final Pattern FILE = Pattern.compile("\"file\":\"([^\"]*)\"");

    private Offsets() {}

    /** The binlog file that was given to {@link #at}. */
    public static String file(String offset) {
        Matcher found = FILE.matcher(offset);
        return found.find() ? found.group(1) : "";
    }

    /** What was given to {@link #at}: the transactions that are not sent again. */
    public static String gtids(String offset) {
        Matcher found = GTIDS.matcher(offset);
        return found.find() ? found.group(1) : "";
    }

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
