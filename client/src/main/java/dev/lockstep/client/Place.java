package dev.lockstep.client;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in the database's history, as the reader writes and reads it. Immutable.
 *
 * @param applied how far Redis was: 42 digits that sort as the places do; empty where there is none
 * @param gtids transactions
 */
record Place(String applied, Gtids gtids) {

    static final Place START = new Place("", Gtids.NONE);

    private static final Pattern APPLIED = Pattern.compile("\\d{42}");
    private static final String AND = ";";

    /**
     * From its text; the empty text is the start.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Place parse(String text) {
        Place all = START;
        for (String part : text.split(AND, -1)) {
            String word = part.strip();
            all = all.plus(
                    APPLIED.matcher(word).matches() ? new Place(word, Gtids.NONE) : new Place("", Gtids.parse(word)));
        }
        return all;
    }

    /** Behind both. */
    Place plus(Place other) {
        return new Place(applied.compareTo(other.applied) >= 0 ? applied : other.applied, gtids.plus(other.gtids));
    }

    String text() {
        return Stream.of(applied, gtids.toString())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(AND));
    }
}
