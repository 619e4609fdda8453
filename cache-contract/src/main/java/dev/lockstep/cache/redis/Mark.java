package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lockstep.cache.position.Position;
import java.util.List;

/**
 * What a watermark says of a table's entries, at a moment before they are read. Decides as the script of a read does; the two
 * are held to the same model.
 *
 * <p>Immutable.
 */
final class Mark {

    private static final int EPOCH = 10;

    private final long ageMillis;
    private final String reached;
    private final byte[] position;
    private final byte[] fence;
    private final byte[] tableFence;
    private final String kept;
    private final String shape;

    private Mark(long ageMillis, String reached, byte[] fence, byte[] tableFence, String kept, String shape) {
        this.ageMillis = ageMillis;
        this.reached = reached;
        this.position = reached.getBytes(US_ASCII);
        this.fence = fence;
        this.tableFence = tableFence;
        this.kept = kept;
        this.shape = shape;
    }

    /** As the script says it. */
    static Mark parse(List<Object> answer) {
        return new Mark(
                Long.parseLong(text(answer.get(0))),
                text(answer.get(1)),
                (byte[]) answer.get(2),
                (byte[]) answer.get(3),
                text(answer.get(4)),
                text(answer.get(5)));
    }

    /**
     * What is known of a row.
     *
     * @param entry read after this mark; empty for nothing
     * @param wanted the shape in which the caller knows the table; empty for any
     * @param sinceMillis at least how long ago this was asked for
     */
    Reading reading(byte[] entry, String wanted, long sinceMillis) {
        byte[] counting = isGiven(entry, wanted) ? entry : Reading.NO_ENTRY;
        return new Reading(ageMillis, reached, counting).afterMillis(sinceMillis);
    }

    private boolean isGiven(byte[] entry, String wanted) {
        boolean followed = !reached.isEmpty() && !shape.isEmpty() && (wanted.isEmpty() || wanted.equals(shape));
        if (entry.length == 0 || !followed) {
            return false;
        }
        return switch (entry[0]) {
            case 'S', 'L' -> true;
            case 'P', 'A' -> entry.length >= Entry.HEADER && counts(entry);
            default -> false;
        };
    }

    /** Above the fences, and of this epoch or certain. */
    private boolean counts(byte[] entry) {
        if (Entry.isBelow(entry, fence) || Entry.isBelow(entry, tableFence)) {
            return false;
        }
        return Entry.isOfEpoch(entry, position) || isCertain(Entry.bound(entry).text());
    }

    private boolean isCertain(String bound) {
        for (int at = 0; at + Position.LENGTH <= kept.length(); at += Position.LENGTH) {
            if (kept.regionMatches(at, bound, 0, EPOCH)) {
                return bound.compareTo(kept.substring(at, at + Position.LENGTH)) <= 0;
            }
        }
        return false;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, US_ASCII);
    }
}
