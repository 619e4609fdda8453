package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.time.Duration;
import java.util.Optional;

/** What came of asking for the right to fill an entry. */
public sealed interface LeaseOutcome {

    /**
     * The caller may load the row and fill it while the token stands.
     *
     * @param watermark what the partition had reached; the filled row's position, if the read sees all of it
     * @param gtids what a connection must show before the read may be kept
     * @param server the server that the watermark speaks of
     * @param age as in {@link Reading#age()}
     */
    record Granted(String token, Position watermark, String gtids, String server, Optional<Duration> age)
            implements LeaseOutcome {}

    /** The entry has been written in the meantime: here it is. */
    record Found(Reading reading) implements LeaseOutcome {}

    /** Somebody else is loading it. */
    record Taken() implements LeaseOutcome {}

    /** The row may not be cached now: it is settling, or the partition has no watermark yet. Ask the database. */
    record Unfit() implements LeaseOutcome {}

    /** The worker sees the table in another shape, or does not see it at all: what the caller would read may not be kept. */
    record OtherShape() implements LeaseOutcome {}
}
