package dev.lockstep.reader.access;

import java.util.Locale;

/**
 * Somebody was denied something.
 *
 * @param caller his name, or "-" where it is not known
 * @param detail more of the reason, or empty
 * @param method of HTTP
 * @param table as it was asked for, or "-" where none was; never the key
 * @param remote the address at the other end of the connection
 */
public record Denial(String caller, Reason reason, String detail, String method, String table, String remote) {

    private static final int LONGEST = 200;
    private static final int FIRST_PRINTED = ' ' + 1;
    private static final int LAST_PRINTED = '~';

    /** Why. */
    public enum Reason {
        /** He did not say who he is. */
        NO_CREDENTIALS,
        /** There is no such key, or the token does not hold. */
        BAD_CREDENTIALS,
        /** The token holds, but what it says cannot be understood. */
        BAD_CLAIMS,
        /** He may not read the table. */
        TABLE,
        /** He may not see a column by which he asked. */
        COLUMN,
        /** He may not read the metrics. */
        METRICS,
        /** He asks too often. */
        RATE
    }

    /** One line of words that have no blank in them, whatever was sent. */
    String line() {
        return "denied caller=%s reason=%s method=%s table=%s remote=%s%s"
                .formatted(
                        word(caller),
                        reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        word(method),
                        word(table),
                        word(remote),
                        detail.isEmpty() ? "" : " detail=" + word(detail.replace(' ', '_')));
    }

    private static String word(String text) {
        StringBuilder word = new StringBuilder();
        text.chars()
                .limit(LONGEST)
                .forEach(each -> word.append(each >= FIRST_PRINTED && each <= LAST_PRINTED ? (char) each : '?'));
        return word.isEmpty() ? "-" : word.toString();
    }
}
