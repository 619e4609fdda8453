package dev.lockstep.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The names that mean something to a service, and what somebody who wrote another one may have meant. */
final class Names {

    /** Two edits: a letter too many and one missing, or two letters swapped. */
    private static final int SLIP = 2;

    /** Prefixes that are ours alone, so that any unknown name below them is a mistake. */
    private static final Pattern OURS = Pattern.compile("(DB|REDIS|CACHE|WORKER|READER|LOCKSTEP)_.+");

    /** What Kubernetes and Docker put into the environment for a service that is called "db" or "redis". */
    private static final Pattern INJECTED =
            Pattern.compile(".+_(SERVICE_(HOST|PORT).*|PORT_\\d+_(TCP|UDP).*|ENV_.+)|(REDIS|CACHE|READER|WORKER)_PORT");

    /** Ours, but read by the command line, the tests or the build and not by a service. */
    private static final Set<String> ELSEWHERE = Set.of("LOCKSTEP_HOME", "LOCKSTEP_CACHE", "LOCKSTEP_JAVA_OPTS");

    private final List<String> known;

    Names(List<String> known) {
        this.known = known;
    }

    boolean isKnown(String name) {
        return known.contains(name);
    }

    boolean looksMisspelt(String name) {
        if (isKnown(name) || name.equals(Settings.FILE) || ELSEWHERE.contains(name)) {
            return false;
        }
        return (OURS.matcher(name).matches() && !INJECTED.matcher(name).matches())
                || distance(name, nearest(name)) <= SLIP;
    }

    String unknown(String name, String where) {
        return "%s in %s is not a setting (nearest known name: %s)".formatted(name, where, nearest(name));
    }

    private String nearest(String name) {
        return known.stream()
                .min(Comparator.comparingInt(each -> distance(name, each)))
                .orElseThrow();
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(one, other);
    }
}
