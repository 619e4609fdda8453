package dev.lockstep.infra;

import java.util.Arrays;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.logs.RetentionDays;

/** How long CloudWatch keeps a log line; it has only certain lengths, and these are the useful ones. */
enum LogRetention {
    WEEK("7d", RetentionDays.ONE_WEEK),
    TWO_WEEKS("14d", RetentionDays.TWO_WEEKS),
    MONTH("30d", RetentionDays.ONE_MONTH),
    QUARTER("90d", RetentionDays.THREE_MONTHS),
    YEAR("365d", RetentionDays.ONE_YEAR);

    private final String text;
    private final RetentionDays days;

    LogRetention(String text, RetentionDays days) {
        this.text = text;
        this.days = days;
    }

    /** Throws IllegalArgumentException for any other text. */
    static LogRetention parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    static String expected() {
        return Arrays.stream(values()).map(each -> each.text).collect(Collectors.joining(", "));
    }

    RetentionDays days() {
        return days;
    }
}
