package dev.lockstep.cache.position;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of transactions as MySQL writes it: {@code uuid:1-5:7,uuid:3}, without tags. Immutable.
 *
 * <p>Here because a reader must not load the whole binlog client to tell whether one set is part of another.
 */
public final class GtidSet {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INTERVAL = Pattern.compile("[1-9]\\d{0,18}(-[1-9]\\d{0,18})?");

    /** The first number that no transaction has: MySQL's GNO_END. */
    private static final long END = Long.MAX_VALUE;

    /** For each server, its intervals: from the first of each to its last; none touch each other. */
    private final Map<String, NavigableMap<Long, Long>> servers;

    private GtidSet(Map<String, NavigableMap<Long, Long>> servers) {
        this.servers = servers;
    }

    /**
     * From its text, with any white space in it; the empty text is the empty set.
     *
     * @throws IllegalArgumentException where it is none, or has tags
     */
    public static GtidSet parse(String text) {
        Map<String, NavigableMap<Long, Long>> servers = new HashMap<>();
        for (String part : text.replaceAll("\\s", "").split(",", -1)) {
            if (!part.isEmpty()) {
                addServer(servers, part.split(":", -1));
            }
        }
        return new GtidSet(servers);
    }

    /** Whether all of another set is in this one. */
    public boolean contains(GtidSet other) {
        return other.servers.entrySet().stream().allMatch(server -> {
            NavigableMap<Long, Long> own = servers.getOrDefault(server.getKey(), new TreeMap<>());
            return server.getValue().entrySet().stream().allMatch(interval -> {
                Map.Entry<Long, Long> around = own.floorEntry(interval.getKey());
                return around != null && around.getValue() >= interval.getValue();
            });
        });
    }

    /** Whether there is some transaction in this one of each server that has one in the other. */
    public boolean knowsServersOf(GtidSet other) {
        return servers.keySet().containsAll(other.servers.keySet());
    }

    /** All of both. */
    public GtidSet plus(GtidSet other) {
        return isEmpty() ? other : other.isEmpty() ? this : parse(this + "," + other);
    }

    public boolean isEmpty() {
        return servers.isEmpty();
    }

    private static void addServer(Map<String, NavigableMap<Long, Long>> servers, String[] words) {
        String server = words[0].toLowerCase(Locale.ROOT);
        require(UUID.matcher(server).matches() && words.length > 1);
        NavigableMap<Long, Long> intervals = servers.computeIfAbsent(server, each -> new TreeMap<>());
        for (int i = 1; i < words.length; i++) {
            require(INTERVAL.matcher(words[i]).matches());
            int dash = words[i].indexOf('-');
            long first = number(dash < 0 ? words[i] : words[i].substring(0, dash));
            long last = dash < 0 ? first : number(words[i].substring(dash + 1));
            require(first <= last && last < END);
            add(intervals, first, last);
        }
    }

    /** 19 digits at the most, which may be beyond what a number holds: nothing that {@link #require} lets pass is. */
    private static long number(String digits) {
        long number = Long.parseUnsignedLong(digits);
        return number < 0 ? END : number;
    }

    private static void add(NavigableMap<Long, Long> intervals, long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = intervals.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        // Those that begin within it or right behind it become part of it.
        for (Map.Entry<Long, Long> next = intervals.ceilingEntry(from);
                next != null && next.getKey() - 1 <= to;
                next = intervals.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            intervals.remove(next.getKey());
        }
        intervals.put(from, to);
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not a set of GTIDs (expected: such as uuid:1-5, without tags)");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GtidSet that && servers.equals(that.servers);
    }

    @Override
    public int hashCode() {
        return servers.hashCode();
    }

    /** As MySQL writes it. */
    @Override
    public String toString() {
        return servers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(server -> server.getKey()
                        + server.getValue().entrySet().stream()
                                .map(interval -> interval.getKey().equals(interval.getValue())
                                        ? ":" + interval.getKey()
                                        : ":" + interval.getKey() + "-" + interval.getValue())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(","));
    }
}
