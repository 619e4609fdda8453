package dev.lockstep.doctor;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number of a server's release. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(?:\\.(\\d{1,5}))?");

    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    /** From the first numbers in {@code 8.0.36-28}; 0.0.0 where there are none. */
    static Version parse(String text) {
        Matcher found = NUMBERS.matcher(text);
        if (!found.find()) {
            return new Version(0, 0, 0);
        }
        String patch = found.group(3);
        return new Version(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
        return compareTo(new Version(otherMajor, otherMinor, otherPatch)) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%d.%d.%d".formatted(major, minor, patch);
    }
}
