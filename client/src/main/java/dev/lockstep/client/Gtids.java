package dev.lockstep.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of transactions as MySQL writes it: {@code uuid:1-5:7,uuid:3}, without tags. Immutable. */
final class Gtids {

    static final Gtids NONE = new Gtids(new TreeMap<>());

    /**
     * Commits of a busy server leave a gap after each of one's own. Beyond this many intervals the gaps are closed, or the
     * header of a session that only writes would grow for ever. Nothing is lost by it: the closed set demands more, and what it
     * demands more was committed before the session's last commit.
     */
    private static final int MOST_INTERVALS = 16;

    private static final Pattern SERVER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INTERVAL = Pattern.compile("[1-9]\\d{0,17}(-[1-9]\\d{0,17})?");

    /** For each server its intervals, by where they begin. */
    private final SortedMap<String, NavigableMap<Long, Long>> servers;

    private Gtids(SortedMap<String, NavigableMap<Long, Long>> servers) {
        this.servers = servers;
    }

    /**
     * From its text, with any white space in it; the empty text is the empty set.
     *
     * @throws IllegalArgumentException where it is none, or has tags
     */
    static Gtids parse(String text) {
        Gtids all = NONE;
        for (String server : text.replaceAll("\\s", "").split(",", -1)) {
            all = server.isEmpty() ? all : all.plus(ofServer(server));
        }
        return all;
    }

    boolean isEmpty() {
        return servers.isEmpty();
    }

    /** All of both. */
    Gtids plus(Gtids other) {
        SortedMap<String, NavigableMap<Long, Long>> all = new TreeMap<>(servers);
        other.servers.forEach((server, intervals) -> all.merge(server, intervals, Gtids::union));
        return new Gtids(all);
    }

    private static Gtids ofServer(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split(":", -1);
        require(words.length > 1 && SERVER.matcher(words[0]).matches(), text);
        NavigableMap<Long, Long> intervals = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            require(INTERVAL.matcher(words[i]).matches(), text);
            String[] ends = words[i].split("-", -1);
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            require(first <= last, text);
            intervals.merge(first, last, Math::max);
        }
        return new Gtids(new TreeMap<>(Map.of(words[0], intervals)));
    }

    private static NavigableMap<Long, Long> union(NavigableMap<Long, Long> one, NavigableMap<Long, Long> other) {
        Map<Long, Long> unsorted = new HashMap<>(one);
        other.forEach((first, last) -> unsorted.merge(first, last, Math::max));
        NavigableMap<Long, Long> joined = new TreeMap<>();
        new TreeMap<>(unsorted).forEach((first, last) -> {
            Map.Entry<Long, Long> before = joined.lastEntry();
            if (before != null && first <= before.getValue() + 1) {
                joined.put(before.getKey(), Math.max(before.getValue(), last));
            } else {
                joined.put(first, last);
            }
        });
        return joined.size() <= MOST_INTERVALS
                ? joined
                : new TreeMap<>(Map.of(joined.firstKey(), joined.lastEntry().getValue()));
    }

    private static void require(boolean fits, String text) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "'%s' is not a set of GTIDs (expected: such as uuid:1-5, without tags)".formatted(text));
        }
    }

    /** As MySQL writes it, without line breaks. */
    @Override
    public String toString() {
        return servers.entrySet().stream()
                .map(server -> server.getKey() + text(server.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String text(Map<Long, Long> intervals) {
        return intervals.entrySet().stream()
                .map(each -> ":" + each.getKey() + (each.getKey().equals(each.getValue()) ? "" : "-" + each.getValue()))
                .collect(Collectors.joining());
    }
}
