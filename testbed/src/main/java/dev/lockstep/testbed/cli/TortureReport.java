package dev.lockstep.testbed.cli;

import dev.lockstep.testbed.history.Audit;
import dev.lockstep.testbed.history.Violation;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.torture.Struck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a torture says in the end. */
final class TortureReport {

    static final String HEADER = "   time   fault                               recovered";

    /** A reader can do without the thousandth. */
    private static final int MOST_DETAILS = 20;

    private static final String NEVER = "not";

    private TortureReport() {}

    /** One fault that is over. */
    static String line(Struck struck) {
        return String.format(
                Locale.ROOT,
                "%6ds   %-34s %10s",
                struck.at().toSeconds(),
                struck.fault(),
                struck.recovered().map(TortureReport::seconds).orElse(NEVER));
    }

    /** All of them, by kind. */
    static List<String> table(List<Struck> struck) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "  %-34s %6s %18s %10s", "fault", "times", "recovered: median", "longest"));
        Map<String, List<Struck>> kinds =
                struck.stream().collect(Collectors.groupingBy(Struck::fault, TreeMap::new, Collectors.toList()));
        kinds.forEach((fault, times) -> lines.add(kind(fault, times)));
        lines.add(String.format(Locale.ROOT, "  %-34s %6d", "all", struck.size()));
        return lines;
    }

    /** The history. */
    static List<String> of(Audit audit) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  writes         %,d rows committed, %,d more rolled back, %,d of unknown outcome",
                audit.writes() - audit.unknown(),
                audit.rolledBack(),
                audit.unknown()));
        lines.add(String.format(
                Locale.ROOT,
                "  answers        %,d audited, %.1f %% of them from Redis, %,d to demands; %,d requests not answered",
                audit.answers(),
                100.0 * audit.fromRedis() / Math.max(1, audit.answers()),
                audit.demanding(),
                audit.errors()));
        lines.add(String.format(
                Locale.ROOT,
                "  staleness      at most %,d ms declared; unknown in %,d answers",
                audit.largestBoundMillis(),
                audit.unbounded()));
        lines.add(String.format(
                Locale.ROOT, "  wrong answers  %,d", audit.violations().size()));
        Map<Violation.Kind, Long> kinds = audit.violations().stream()
                .collect(Collectors.groupingBy(Violation::kind, TreeMap::new, Collectors.counting()));
        kinds.forEach((kind, count) -> lines.add("    %s: %d".formatted(kind, count)));
        audit.violations().stream().limit(MOST_DETAILS).forEach(each -> lines.add("    " + each));
        return lines;
    }

    /** What Redis holds in the end. */
    static List<String> of(Comparison result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  compared       %,d rows with Redis: %,d equal, %,d not cached; %,d known to be absent",
                result.rows(),
                result.equal(),
                result.notCached(),
                result.absent()));
        lines.add(String.format(
                Locale.ROOT, "  differences    %,d", result.differences().size()));
        result.differences().stream().limit(MOST_DETAILS).forEach(each -> lines.add("    " + each));
        return lines;
    }

    private static String kind(String fault, List<Struck> times) {
        List<Duration> recovered = times.stream()
                .flatMap(each -> each.recovered().stream())
                .sorted()
                .toList();
        boolean all = recovered.size() == times.size();
        return String.format(
                Locale.ROOT,
                "  %-34s %6d %18s %10s",
                fault,
                times.size(),
                recovered.isEmpty() ? NEVER : seconds(recovered.get(recovered.size() / 2)),
                all ? seconds(recovered.getLast()) : NEVER);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
