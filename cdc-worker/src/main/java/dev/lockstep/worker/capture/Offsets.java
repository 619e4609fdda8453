package dev.lockstep.worker.capture;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resume offsets: the words in which the engine is told where to begin, the GTIDs of what it need not be sent.
 *
 * <p>The server finds the place by them: it begins with the newest file that has nothing of the others before it. Where all
 * that was read is among them, it so skips files in which nothing has a GTID, and nobody notices. So the last transaction
 * is left out: what follows it is then looked at, and the server refuses to go on where a transaction has no GTID. It
 * costs that this one is sent again. At a file's begin there is none to be left out; the offset then is {@link #blind}
 * until there is.
 */
public final class Offsets {

    /** Where the first event of a binlog file is. */
    private static final long FIRST = 4;

    private static final Pattern GTIDS = Pattern.compile("\"gtids\":\"([^\"]*)\"");

    private static final Pattern BLIND = Pattern.compile("\"pos\":%d\\b".formatted(FIRST));

    private static final Pattern FILE = Pattern.compile("\"file\":\"([^\"]*)\"");

    private Offsets() {}

    /**
     * Whether it leaves no transaction out. What follows may then be missed once its file is no longer the last: another one
     * begins each time that GTIDs are switched on or off.
     */
    public static boolean isBlind(String offset) {
        return BLIND.matcher(offset).find();
    }

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
     * Begin with what is not among these, which is nowhere before this file, and nothing of which is left out.
     *
     * @param file the whole name of the binlog file
     */
    public static String blind(String file, String gtids) {
        return at(file, FIRST, gtids);
    }

    /**
     * Begin here.
     *
     * @param file the whole name of the binlog file
     * @param offset the byte in that file where a transaction starts or the file ends
     * @param gtids every transaction that needs not be sent; decides where the server keeps GTIDs
     */
    public static String at(String file, long offset, String gtids) {
        String head = "{\"file\":\"" + quoted(file) + "\",\"pos\":" + offset;
        return gtids.isEmpty() ? head + "}" : head + ",\"gtids\":\"" + quoted(gtids) + "\"}";
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
