package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a partition is, at one moment.
 *
 * @param now the moment, on the clock of the server that holds the partition
 * @param asOf everything that was committed before is applied; empty where nothing is proved
 * @param position what is applied; empty where there is no watermark
 * @param gtids the transactions up to and including the one that the position stands in
 * @param doubtUntil before this position, changes of an older epoch may still have to come again; empty where there are none
 */
public record Reached(
        Instant now, Optional<Instant> asOf, Optional<Position> position, String gtids, Optional<Position> doubtUntil) {

    /** As the script says it. */
    static Reached parse(List<String> answer) {
        return new Reached(
                Instant.ofEpochMilli(Long.parseLong(answer.get(0))),
                Optional.of(answer.get(2))
                        .filter(text -> !text.isEmpty())
                        .map(text -> Instant.ofEpochMilli(Long.parseLong(text))),
                position(answer.get(1)),
                answer.get(3),
                position(answer.get(4)));
    }

    private static Optional<Position> position(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Position.parse(text));
    }
}
