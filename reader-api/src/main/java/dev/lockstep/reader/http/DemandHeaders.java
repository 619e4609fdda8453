package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Claim;
import dev.lockstep.reader.lookup.Demand;
import io.micronaut.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a request demands of its answer, from its headers. */
final class DemandHeaders {

    /** How old the answer may be, as {@code 250ms}. */
    static final String MAX_STALENESS = "Lockstep-Max-Staleness";

    /** Only {@code strong}: from the database, now. */
    static final String CONSISTENCY = "Lockstep-Consistency";

    private static final String STRONG = "strong";

    /** More is no bound at all. */
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d{1,9})\"?");

    private DemandHeaders() {}

    /**
     * All of them. Where Cache-Control also says how old the answer may be, the narrower one holds.
     *
     * @throws BadDemandException where one cannot be understood, or is there twice
     */
    static Demand parse(HttpHeaders headers) {
        if (!headers.contains(MAX_STALENESS)
                && !headers.contains(CONSISTENCY)
                && !headers.contains(LockstepHeaders.POSITION)
                && !headers.contains(HttpHeaders.CACHE_CONTROL)) {
            return Demand.NONE;
        }
        List<String> directives = directives(headers);
        Optional<Duration> most = Stream.concat(maxStaleness(headers).stream(), maxAge(directives).stream())
                .min(Duration::compareTo);
        boolean strong = isStrong(headers)
                || directives.contains("no-cache")
                || most.filter(Duration::isZero).isPresent();
        return new Demand(most, claim(headers), strong);
    }

    /** Of two, one would be left out. */
    private static Optional<String> only(HttpHeaders headers, String name) {
        List<String> lines = headers.getAll(name);
        if (lines.size() > 1) {
            throw new BadDemandException(name, "one such header; several positions in it are separated by semicolons");
        }
        return lines.stream().findFirst();
    }

    private static List<String> directives(HttpHeaders headers) {
        return headers.getAll(HttpHeaders.CACHE_CONTROL).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Optional<Duration> maxStaleness(HttpHeaders headers) {
        return only(headers, MAX_STALENESS).map(text -> {
            Matcher time = TIME.matcher(text.strip());
            if (!time.matches()) {
                throw new BadDemandException(MAX_STALENESS, "a time such as 250ms, 2s or 1m");
            }
            long amount = Long.parseLong(time.group(1));
            return switch (time.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        });
    }

    /** What else Cache-Control says is meant for caches on the way. */
    private static Optional<Duration> maxAge(List<String> directives) {
        return directives.stream()
                .map(MAX_AGE::matcher)
                .filter(Matcher::matches)
                .map(age -> Duration.ofSeconds(Long.parseLong(age.group(1))))
                .min(Duration::compareTo);
    }

    private static boolean isStrong(HttpHeaders headers) {
        Optional<String> consistency = only(headers, CONSISTENCY);
        if (consistency.filter(text -> !text.strip().equalsIgnoreCase(STRONG)).isPresent()) {
            throw new BadDemandException(CONSISTENCY, STRONG + ", or nothing");
        }
        return consistency.isPresent();
    }

    private static Optional<Claim> claim(HttpHeaders headers) {
        return only(headers, LockstepHeaders.POSITION)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(DemandHeaders::claim);
    }

    private static Claim claim(String text) {
        try {
            return PositionToken.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadDemandException(
                    LockstepHeaders.POSITION,
                    "what an answer said, a GTID or a set of them without tags, or file:position of a binlog");
        }
    }
}
