package dev.lockstep.cache.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A geometry as GeoJSON (RFC 7946), from the bytes in which MySQL keeps it: the SRID, then well-known binary, whose
 * points are longitude before latitude as GeoJSON has them, whatever the order of their reference system is.
 */
final class GeoJson {

    /** The SRIDs that go without saying: none at all, and that of RFC 7946. */
    private static final int PLANE = 0;

    private static final int GLOBE = 4326;

    private static final int POINT = 1;
    private static final int COLLECTION = 7;

    /** How deep collections may be in one another, so that no row can exhaust the stack. */
    private static final int DEEPEST = 100;

    private static final String[] TYPES = {
        "", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"
    };

    /** How many brackets there are around a point. */
    private static final int[] DEPTHS = {0, 0, 1, 2, 1, 2, 3};

    private GeoJson() {}

    /** Throws IllegalArgumentException where it is no geometry. */
    static void write(byte[] geometry, JsonGenerator json) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(geometry).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int srid = bytes.getInt();
            write(bytes, srid, 0, json);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a geometry that is cut off", e);
        }
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("a geometry with %d bytes too many".formatted(bytes.remaining()));
        }
    }

    private static void write(ByteBuffer bytes, int srid, int depth, JsonGenerator json) throws IOException {
        int type = head(bytes);
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("collections more than %d deep".formatted(DEEPEST));
        }
        json.writeStartObject();
        json.writeStringField("type", TYPES[type]);
        if (depth == 0 && srid != PLANE && srid != GLOBE) {
            writeReferenceSystem(srid, json);
        }
        if (type == COLLECTION) {
            json.writeArrayFieldStart("geometries");
            for (int left = bytes.getInt(); left > 0; left--) {
                write(bytes, srid, depth + 1, json);
            }
            json.writeEndArray();
        } else {
            json.writeFieldName("coordinates");
            writeCoordinates(bytes, type, DEPTHS[type], json);
        }
        json.writeEndObject();
    }

    /** The parts of a MULTI... are geometries of their own, with a head each. */
    private static void writeCoordinates(ByteBuffer bytes, int type, int depth, JsonGenerator json) throws IOException {
        if (depth == 0) {
            json.writeStartArray();
            json.writeNumber(bytes.getDouble());
            json.writeNumber(bytes.getDouble());
            json.writeEndArray();
            return;
        }
        json.writeStartArray();
        boolean headed = type >= COLLECTION - 3;
        for (int left = bytes.getInt(); left > 0; left--) {
            writeCoordinates(bytes, headed ? head(bytes) : POINT, depth - 1, json);
        }
        json.writeEndArray();
    }

    private static int head(ByteBuffer bytes) {
        byte order = bytes.get();
        int type = bytes.getInt();
        if (order != 1 || type < POINT || type > COLLECTION) {
            throw new IllegalArgumentException("a geometry of type %d in byte order %d".formatted(type, order));
        }
        return type;
    }

    /** As GeoJSON did before RFC 7946, and as the server's own ST_AsGeoJSON can. */
    private static void writeReferenceSystem(int srid, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("crs");
        json.writeStringField("type", "name");
        json.writeObjectFieldStart("properties");
        json.writeStringField("name", "EPSG:" + Integer.toUnsignedString(srid));
        json.writeEndObject();
        json.writeEndObject();
    }
}
