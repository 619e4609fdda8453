package dev.lockstep.testbed.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time such as {@code 20s}, from one second to a day. */
final class TimeSpan implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})([smh])");
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw unfit(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration time = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0) {
            throw unfit(text);
        }
        return time;
    }

    private static TypeConversionException unfit(String text) {
        return new TypeConversionException(
                "'%s' (expected: a time such as 20s, 5m or 1h, from 1s to 24h)".formatted(text));
    }
}
