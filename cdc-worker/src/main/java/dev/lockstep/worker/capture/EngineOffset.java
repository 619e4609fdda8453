package dev.lockstep.worker.capture;

import dev.lockstep.cache.position.Coordinate;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the engine puts on a record.
 *
 * @param file the whole name of the binlog file
 * @param coordinate where the record's transaction starts; outside of one, the end of the event
 * @param gtids the transactions before this one
 * @param structure how many events of the transaction, and rows of its next event, come before; 0 outside
 */
record EngineOffset(String file, Coordinate coordinate, String gtids, long structure) {

    /** More rows than any row event has. */
    private static final long EVENT = 1L << 32;

    /** The offset that begins with this transaction again. */
    String resume() {
        return Offsets.at(file, coordinate.offset(), gtids);
    }

    /** Reads one record after another, each more than once; neighbours mostly share their transaction. Not thread safe. */
    static final class Reader {

        private String file = "";
        private Coordinate coordinate = new Coordinate(0, 0);
        private @Nullable Map<String, ?> read;
        private @Nullable EngineOffset known;

        /** The engine makes a map for each record and changes none. */
        @SuppressWarnings("ReferenceEquality")
        EngineOffset of(SourceRecord record) {
            Map<String, ?> map = record.sourceOffset();
            EngineOffset before = known;
            if (before != null && map == read) {
                return before;
            }
            EngineOffset offset = of(map);
            read = map;
            known = offset;
            return offset;
        }

        private EngineOffset of(Map<String, ?> map) {
            String name = String.valueOf(map.get("file"));
            long offset = number(map, "pos");
            if (offset != coordinate.offset() || !name.equals(file)) {
                coordinate = Coordinate.of(name, offset);
                file = name;
            }
            String gtids = map.get("gtids") instanceof String text ? text : "";
            return new EngineOffset(file, coordinate, gtids, number(map, "event") * EVENT + number(map, "row"));
        }

        private static long number(Map<String, ?> map, String name) {
            return map.get(name) instanceof Number number ? number.longValue() : 0;
        }
    }
}
