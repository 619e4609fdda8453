package dev.lockstep.reader.http;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.reader.lookup.Claim;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Places in the source's history as text: one that Lockstep has made (42 digits, or the 43 of an event's id), a set of GTIDs, or
 * file:position of a binlog; several of them joined by semicolons mean all of them.
 */
final class PositionToken {

    /** Lockstep itself makes two at the most. */
    private static final int MOST = 8;

    private static final String AND = ";";
    private static final Pattern OWN = Pattern.compile("\\d{" + Position.LENGTH + "}");
    private static final Pattern EVENT = Pattern.compile("\\d{" + ChangeId.LENGTH + "}");
    private static final Pattern BINLOG = Pattern.compile("([\\w.-]{1,200}\\.\\d{1,10}):(\\d{1,12})");

    private PositionToken() {}

    /**
     * What it demands.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Claim parse(String text) {
        List<String> parts =
                Arrays.stream(text.split(AND, -1)).map(String::strip).toList();
        if (parts.size() > MOST) {
            throw new IllegalArgumentException("more than %d positions".formatted(MOST));
        }
        return parts.size() == 1
                ? single(parts.getFirst())
                : new Claim.All(parts.stream().map(PositionToken::single).toList());
    }

    /** The furthest of those that can be compared, and all that the others have; empty where there is none. */
    static String ofAll(Set<String> positions) {
        String gtids = positions.stream().filter(each -> each.indexOf(':') >= 0).collect(Collectors.joining(","));
        return Stream.concat(
                        positions.stream().filter(each -> OWN.matcher(each).matches()).max(String::compareTo).stream(),
                        gtids.isEmpty()
                                ? Stream.empty()
                                : Stream.of(GtidSet.parse(gtids).toString()))
                .collect(Collectors.joining(AND));
    }

    private static Claim single(String text) {
        if (OWN.matcher(text).matches()) {
            return new Claim.At(Position.parse(text));
        }
        if (EVENT.matcher(text).matches()) {
            return new Claim.At(ChangeId.parse(text).position());
        }
        Matcher binlog = BINLOG.matcher(text);
        if (binlog.matches()) {
            return new Claim.Binlog(Coordinate.of(binlog.group(1), Long.parseLong(binlog.group(2))));
        }
        GtidSet gtids = GtidSet.parse(text);
        if (gtids.isEmpty()) {
            throw new IllegalArgumentException("an empty position");
        }
        return new Claim.Transactions(gtids);
    }
}
