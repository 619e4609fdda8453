package dev.lockstep.cache.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A JSON value in the form in which MySQL stores and replicates it. Becomes the same bytes as the text that a SELECT shows
 * of it, see {@link EmbeddedJson}.
 */
final class BinaryJson {

    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int SMALL_ARRAY = 2;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int INT16 = 5;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;
    private static final int INT64 = 9;
    private static final int UINT64 = 10;
    private static final int DOUBLE = 11;
    private static final int STRING = 12;
    private static final int OPAQUE = 15;

    private final byte[] stored;
    private final ByteBuffer bytes;
    private final JsonGenerator json;

    private BinaryJson(byte[] stored, JsonGenerator json) {
        this.stored = stored;
        this.bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        this.json = json;
    }

    /** Throws IllegalArgumentException where it is no such form. */
    static void write(byte[] value, JsonGenerator json) throws IOException {
        // What the server leaves in a NOT NULL column that was given nothing, and shows as null.
        if (value.length == 0) {
            json.writeNull();
            return;
        }
        try {
            new BinaryJson(value, json).value(value[0], 1);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | JsonProcessingException e) {
            throw new IllegalArgumentException("a JSON value that is cut off or contradicts itself", e);
        }
    }

    private void value(int type, int at) throws IOException {
        switch (type) {
            case SMALL_OBJECT -> container(at, true, false);
            case LARGE_OBJECT -> container(at, true, true);
            case SMALL_ARRAY -> container(at, false, false);
            case LARGE_ARRAY -> container(at, false, true);
            case LITERAL -> literal(bytes.get(at));
            case INT16 -> json.writeNumber(bytes.getShort(at));
            case UINT16 -> json.writeNumber(Short.toUnsignedInt(bytes.getShort(at)));
            case INT32 -> json.writeNumber(bytes.getInt(at));
            case UINT32 -> json.writeNumber(Integer.toUnsignedLong(bytes.getInt(at)));
            case INT64 -> json.writeNumber(bytes.getLong(at));
            case UINT64 -> json.writeNumber(Long.toUnsignedString(bytes.getLong(at)));
            case DOUBLE -> json.writeNumber(EmbeddedJson.canonical(bytes.getDouble(at)));
            case STRING -> string(at);
            case OPAQUE -> opaque(at);
            default -> throw new IllegalArgumentException("a JSON value of type " + type);
        }
    }

    /** Counts, offsets and small values have two bytes each, or four; offsets are from where the container begins. */
    private void container(int at, boolean object, boolean large) throws IOException {
        int width = large ? 4 : 2;
        int count = Objects.checkIndex(unsigned(at, large), stored.length);
        int keys = at + 2 * width;
        int values = keys + (object ? count * (width + 2) : 0);
        if (object) {
            json.writeStartObject();
        } else {
            json.writeStartArray();
        }
        for (int i = 0; i < count; i++) {
            if (object) {
                int key = keys + i * (width + 2);
                int length = Short.toUnsignedInt(bytes.getShort(key + width));
                json.writeFieldName(text(at + unsigned(key, large), length));
            }
            int entry = values + i * (1 + width);
            int type = bytes.get(entry);
            value(type, isInline(type, large) ? entry + 1 : at + unsigned(entry + 1, large));
        }
        if (object) {
            json.writeEndObject();
        } else {
            json.writeEndArray();
        }
    }

    private static boolean isInline(int type, boolean large) {
        return switch (type) {
            case LITERAL, INT16, UINT16 -> true;
            case INT32, UINT32 -> large;
            default -> false;
        };
    }

    private int unsigned(int at, boolean large) {
        return large ? bytes.getInt(at) : Short.toUnsignedInt(bytes.getShort(at));
    }

    private void literal(int which) throws IOException {
        switch (which) {
            case 0 -> json.writeNull();
            case 1 -> json.writeBoolean(true);
            case 2 -> json.writeBoolean(false);
            default -> throw new IllegalArgumentException("a JSON literal of number " + which);
        }
    }

    private void string(int at) throws IOException {
        int length = length(at);
        json.writeString(text(bytes.position(), length));
    }

    private void opaque(int at) throws IOException {
        int type = Byte.toUnsignedInt(bytes.get(at));
        int length = length(at + 1);
        byte[] value = new byte[Objects.checkIndex(length, bytes.remaining() + 1)];
        bytes.get(value);
        OpaqueJson.write(type, value, json);
    }

    /** Seven bits to a byte, the lowest first; afterwards the buffer stands behind it. */
    private int length(int at) {
        bytes.position(at);
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                return length;
            }
        }
    }

    private String text(int at, int length) {
        return new String(stored, at, length, StandardCharsets.UTF_8);
    }
}
