package dev.lockstep.testbed.events;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event of a change.
 *
 * @param data one line of JSON
 */
public record Event(String id, String name, String data) {

    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]*)\"");

    private static final String ROW = "\"row\":";

    /** The key of the row; empty where it is not about one. */
    public String key() {
        Matcher key = KEY.matcher(data);
        return key.find() ? key.group(1) : "";
    }

    /** The row as JSON, or {@code null}. */
    public String row() {
        return data.substring(data.indexOf(ROW) + ROW.length(), data.length() - 1);
    }
}
