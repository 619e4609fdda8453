package dev.lockstep.cache.redis;

import dev.lockstep.cache.position.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of epochs before the watermark's own still count. When another server goes on without a gap, positions are
 * counted anew, and nobody can compare an old one with a new one; but what is certainly in the stream's past stays good.
 *
 * @param certain for each old epoch that still counts, the newest first: entries that hold nothing after this position are
 *     good; all other old ones are not
 * @param doubtUntil a change up to here that meets an old entry which is not certain leaves it settling until here, as the
 *     entry may have been further than the changes that come again; null where nothing is in doubt
 */
public record KeptEpochs(List<Position> certain, @Nullable Position doubtUntil) {

    /** No older epoch counts. */
    public static final KeptEpochs NONE = new KeptEpochs(List.of(), null);

    /** Failovers that an entry survives without being written; what is older is filled anew. */
    static final int MOST = 8;

    public KeptEpochs {
        certain = List.copyOf(certain);
    }

    /**
     * What is kept of this partition when another server goes on.
     *
     * @param reached what the partition has applied
     * @param least the least that any partition has applied, in the same epoch: the stream begins again there
     * @param end of the new server's binlog, in the new epoch; everything that was ever seen is before it
     */
    public KeptEpochs afterSwitch(Position reached, Position least, Position end) {
        Position own = boundary(reached);
        Position again = boundary(least);
        return new KeptEpochs(
                Stream.concat(Stream.of(own.compareTo(again) < 0 ? own : again), certain.stream())
                        .limit(MOST)
                        .toList(),
                end);
    }

    /** Whole transactions only: the one that is half applied is applied again. */
    private static Position boundary(Position position) {
        boolean whole = position.ordinal() == Position.BEFORE || position.ordinal() == Position.AFTER;
        return whole ? position : Position.before(position.epoch(), position.transaction());
    }

    String certainText() {
        return certain.stream().map(Position::text).collect(Collectors.joining());
    }

    String doubtUntilText() {
        return Optional.ofNullable(doubtUntil).map(Position::text).orElse("");
    }

    static KeptEpochs parse(String certain, String doubtUntil) {
        List<Position> positions = new ArrayList<>();
        for (int at = 0; at < certain.length(); at += Position.LENGTH) {
            positions.add(Position.parse(certain.substring(at, Math.min(certain.length(), at + Position.LENGTH))));
        }
        return new KeptEpochs(positions, doubtUntil.isEmpty() ? null : Position.parse(doubtUntil));
    }
}
