package dev.lockstep.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The names that mean something to a service, and what somebody who wrote another one may have meant. */
final class Names {

    /** Two edits: a letter too many and one missing, or two letters swapped. */
    private static final int SLIP = 2;

    /** In names up to this length two edits make another word: PG_HOST is not DB_HOST. */
    private static final int SHORT = 8;

    /** Prefixes that are ours alone, so that any unknown name below them is a mistake. */
    private static final Pattern OURS = Pattern.compile("(DB|REDIS|CACHE|WORKER|READER|LOCKSTEP)_.+");

    /** What Kubernetes and Docker put into the environment for a service that is called "db" or "redis-master". */
    private static final Pattern INJECTED =
            Pattern.compile(".+_(SERVICE_(HOST|PORT).*|PORT_\\d+_(TCP|UDP|SCTP).*|ENV_.+)");

    /** The same service once more, under a name that only its value tells from one of ours. */
    private static final Pattern INJECTED_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /** Ours, but read by the command line, the tests or the build and not by a service. */
    private static final Set<String> ELSEWHERE = Set.of("LOCKSTEP_HOME", "LOCKSTEP_CACHE", "LOCKSTEP_JAVA_OPTS");

    private final List<String> known;
    private final List<String> possible;

    Names(List<String> known) {
        this.known = List.copyOf(known);
        this.possible = Stream.concat(known.stream(), Stream.of(Settings.FILE)).toList();
    }

    boolean isKnown(String name) {
        return known.contains(name);
    }

    /** Whether a name in the environment, which is full of other people's, was meant to be one of ours. */
    boolean looksMisspelt(String name, String value) {
        if (possible.contains(name) || ELSEWHERE.contains(name) || isInjected(name, value)) {
            return false;
        }
        return OURS.matcher(name).matches() || isSlip(name, nearest(name));
    }

    String unknown(String name, String where) {
        return "%s in %s is not a setting (nearest known name: %s)".formatted(name, where, nearest(name));
    }

    private static boolean isInjected(String name, String value) {
        return INJECTED.matcher(name).matches()
                || (name.endsWith("_PORT") && INJECTED_ADDRESS.matcher(value).matches());
    }

    private static boolean isSlip(String name, String meant) {
        return distance(name, meant) <= (meant.length() <= SHORT ? 1 : SLIP);
    }

    private String nearest(String name) {
        return possible.stream()
                .min(Comparator.comparingInt(each -> distance(name, each)))
                .orElseThrow();
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(one, other);
    }
}
