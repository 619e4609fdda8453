package dev.lockstep.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: its name as it stands in the environment, what is accepted, and what holds when nothing is
 * given. Immutable.
 *
 * @param name upper case with underscores
 * @param expected what a value must look like, as a phrase that follows "expected"
 * @param purpose one sentence for the documentation
 * @param defaultText the value when none is given, in the form a user would write it; null when one must be given
 * @param secret whether the value must never be shown
 * @param parser turns text into the value; throws IllegalArgumentException where it does not fit
 */
public record Setting<T>(
        String name,
        String expected,
        String purpose,
        @Nullable String defaultText,
        boolean secret,
        Parser<T> parser) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** Turns the text of a setting into its value. */
    @FunctionalInterface
    public interface Parser<T> {
        /** Throws IllegalArgumentException where the text does not fit. */
        T parse(String text);
    }

    public static Setting<String> text(String name, String expected, String purpose) {
        return new Setting<>(name, expected, purpose, null, false, Setting::notBlank);
    }

    /** A password: may be empty, but has to be given. */
    public static Setting<String> secret(String name, String purpose) {
        return new Setting<>(name, "any text, also empty", purpose, null, true, text -> text);
    }

    public static Setting<Integer> integer(String name, int least, int most, String purpose) {
        return new Setting<>(name, "a whole number, %d to %d".formatted(least, most), purpose, null, false, text -> {
            int value = Integer.parseInt(text);
            require(value >= least && value <= most);
            return value;
        });
    }

    /** A time such as 200ms, 5s, 10m, 24h or 7d. */
    public static Setting<Duration> duration(String name, Duration least, Duration most, String purpose) {
        String expected = "a time such as 200ms, 5s or 24h, from %s to %s".formatted(show(least), show(most));
        return new Setting<>(name, expected, purpose, null, false, text -> {
            Duration value = parseDuration(text);
            require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
            return value;
        });
    }

    /** One of a few lower-case words. */
    public static Setting<String> oneOf(String name, List<String> words, String purpose) {
        return new Setting<>(name, "one of " + String.join(", ", words), purpose, null, false, text -> {
            String word = text.toLowerCase(Locale.ROOT);
            require(words.contains(word));
            return word;
        });
    }

    /** Several names separated by commas; at least one. */
    public static Setting<List<String>> list(String name, String expected, Pattern element, String purpose) {
        return new Setting<>(name, expected, purpose, null, false, text -> {
            List<String> elements =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            require(elements.stream().allMatch(each -> element.matcher(each).matches()));
            return elements;
        });
    }

    /** One or several addresses of the given schemes; they may carry a password and are therefore never shown. */
    public static Setting<List<URI>> addresses(String name, List<String> schemes, String expected, String purpose) {
        return new Setting<>(
                name,
                expected,
                purpose,
                null,
                true,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .map(each -> address(each, schemes))
                        .toList());
    }

    public Setting<T> defaultsTo(String text) {
        return new Setting<>(name, expected, purpose, text, secret, parser);
    }

    private static URI address(String text, List<String> schemes) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme();
        require(scheme != null && schemes.contains(scheme) && uri.getHost() != null);
        return uri;
    }

    private static String notBlank(String text) {
        require(!text.isBlank());
        return text;
    }

    /** From a time such as 250ms; throws IllegalArgumentException where it is none. */
    public static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        require(matcher.matches());
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String show(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        if (duration.toSeconds() % 3600 == 0 && !duration.isZero()) {
            return duration.toHours() + "h";
        }
        return duration.toSeconds() + "s";
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException();
        }
    }
}
