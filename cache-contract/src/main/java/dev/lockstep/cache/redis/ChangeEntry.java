package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the stream of changes tells at one place.
 *
 * @param tables of which it is told; none where it is told of all
 * @param key of the row, as {@link dev.lockstep.cache.table.RowKey#text()}; empty where it is not about one
 * @param commitMillis when it was committed, since 1970; 0 where that is not known
 * @param document of a row that is there; empty for others. Shares the answer's array
 */
public record ChangeEntry(
        ChangeId id, Kind kind, List<String> tables, String key, long commitMillis, ByteBuffer document) {

    private static final JsonFactory JSON = new JsonFactory();

    /** What has become of it. */
    public enum Kind {
        /** The row is there, and looks so. */
        ROW(Entry.PRESENT),
        /** There is no row of this key. */
        GONE(Entry.ABSENT),
        /** The row has changed; how it looks is for the database to say. */
        ASK(Entry.INVALIDATE),
        /** Nothing that was told of the tables' rows counts any more. */
        CLEARED('C'),
        /** Changes are missing before this place. */
        RESET('R');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }

        private static Kind of(byte letter) {
            for (Kind each : values()) {
                if (each.letter == letter) {
                    return each;
                }
            }
            throw new IllegalArgumentException(
                    "an entry of the stream of changes begins with '%c' (expected: one of PAXCR)"
                            .formatted((char) letter));
        }
    }

    public ChangeEntry {
        tables = List.copyOf(tables);
    }

    /** The same, told with another document. */
    public ChangeEntry with(ByteBuffer other) {
        return new ChangeEntry(id, kind, tables, key, commitMillis, other);
    }

    /** Changes are missing before a place, in whichever table. */
    public static ChangeEntry reset(ChangeId id) {
        return new ChangeEntry(id, Kind.RESET, List.of(), "", 0, ByteBuffer.allocate(0));
    }

    /** Whether it is told of a table. */
    public boolean isOf(TableName table) {
        return tables.isEmpty() || tables.contains(table.toString());
    }

    /** From the fields of an entry, in the order in which they are written. */
    static ChangeEntry parse(String streamId, byte[] table, byte[] key, byte[] header, byte[] document) {
        ChangeId id = id(streamId, header);
        Kind kind = Kind.of(header[0]);
        List<String> tables = switch (kind) {
            case ROW, GONE, ASK -> List.of(new String(table, UTF_8));
            case CLEARED -> names(document);
            case RESET -> List.of();
        };
        ByteBuffer row = ByteBuffer.wrap(document, 0, kind == Kind.ROW ? document.length : 0);
        return new ChangeEntry(id, kind, tables, new String(key, UTF_8), Entry.commitMillis(header), row);
    }

    static ChangeId id(String streamId, byte[] header) {
        return new ChangeId(Position.parse(Entry.position(header)), ChangeId.turnOf(streamId));
    }

    static ChangeId id(byte[] streamId, byte[] header) {
        return id(new String(streamId, US_ASCII), header);
    }

    /** From a JSON array. */
    private static List<String> names(byte[] array) {
        List<String> names = new ArrayList<>();
        try (JsonParser json = JSON.createParser(array)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    names.add(json.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the tables of an entry are no JSON array", e);
        }
        return names;
    }
}
