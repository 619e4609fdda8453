package dev.lockstep.reader.lookup;

import java.time.Duration;
import java.util.Optional;

/**
 * What a caller asks of an answer, besides that it be right as of some moment.
 *
 * @param maxStaleness how old it may be at the most
 * @param after what must be in it
 * @param strong whether it has to be read from the database, now
 */
public record Demand(Optional<Duration> maxStaleness, Optional<Claim> after, boolean strong) {

    /** Whatever Redis has. */
    public static final Demand NONE = new Demand(Optional.empty(), Optional.empty(), false);

    /** With a bound where the caller has none. */
    public Demand orBound(Optional<Duration> usual) {
        return maxStaleness.isPresent() ? this : new Demand(usual, after, strong);
    }

    /** Whether an answer of this age is young enough. */
    boolean allows(Optional<Duration> age) {
        return maxStaleness
                .map(most -> age.filter(known -> known.compareTo(most) <= 0).isPresent())
                .orElse(true);
    }
}
