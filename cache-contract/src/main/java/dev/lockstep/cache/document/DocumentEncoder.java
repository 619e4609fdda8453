package dev.lockstep.cache.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.Mask;
import dev.lockstep.cache.table.Member;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.TemporalText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON document of a row from its typed values, in the form that its table has. The binlog road and the SELECT road both end here, so that the
 * same row has the same bytes whichever way it came. {@code docs/cache-format.md} lists what each type becomes.
 *
 * <p>Thread safe.
 */
public final class DocumentEncoder {

    /** The largest whole number that every JSON reader keeps exact (2^53 - 1); beyond it, text. */
    private static final long LARGEST_EXACT = 9_007_199_254_740_991L;

    /** A document of a usual row fits without growing. */
    private static final int USUAL_BYTES = 256;

    /**
     * Text as it is, also beyond the first 65,536 characters, which would otherwise become two escapes. What it reads is in
     * the database already, and so has the bounds that the server has. Names are not remembered: anybody's would be, by the
     * whole process, in a table that refuses what collides in it.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * The document of a row.
     *
     * @param values in the order of the schema's columns, of the Java types that {@link
     *     dev.lockstep.cache.table.ColumnType} names
     * @throws IllegalArgumentException where there are more or fewer values than columns, a value is not of its column's
     *     type, or a JSON value is not JSON
     */
    public Document encode(TableSchema schema, List<? extends @Nullable Object> values) {
        if (values.size() != schema.columns().size()) {
            throw new IllegalArgumentException("%s: %d values (expected: %d, one for each column)"
                    .formatted(schema.name(), values.size(), schema.columns().size()));
        }
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_BYTES)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                for (Member member : schema.form().members()) {
                    json.writeFieldName(member.name());
                    write(json, schema.columns().get(member.column()), values.get(member.column()), member.mask());
                }
                json.writeEndObject();
            }
            byte[] document = bytes.toByteArray();
            return schema.form().storage().hashed()
                    ? new Document(document, fields(schema, values))
                    : new Document(document);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
    }

    private static byte[] fields(TableSchema schema, List<? extends @Nullable Object> values) throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_BYTES)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartArray();
                for (Member member : schema.form().members()) {
                    Object value = values.get(member.column());
                    if (value != null) {
                        json.writeString(member.name());
                        json.writeString(member.mask().of(shown(schema.columns().get(member.column()), value)));
                    }
                }
                json.writeEndArray();
            }
            return bytes.toByteArray();
        }
    }

    private static void write(JsonGenerator json, Column column, @Nullable Object value, Mask mask) throws IOException {
        if (value == null || mask.equals(Mask.NONE)) {
            write(json, column, value);
        } else {
            json.writeString(mask.of(shown(column, value)));
        }
    }

    /** A text itself, anything else in JSON. */
    private static String shown(Column column, Object value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, column, value);
        }
        try (JsonParser json = JSON.createParser(text.toString())) {
            return json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : text.toString();
        }
    }

    private static void write(JsonGenerator json, Column column, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        try {
            switch (column.type()) {
                case INTEGER, BITS -> writeWhole(json, value);
                case DECIMAL -> json.writeString(((BigDecimal) value).toPlainString());
                case FLOAT -> json.writeNumber((Float) value);
                case DOUBLE -> json.writeNumber((Double) value);
                case TEXT, CHOICE -> json.writeString((String) value);
                case BYTES -> json.writeBinary((byte[]) value);
                case DATE -> json.writeString(((LocalDate) value).toString());
                case TIME -> json.writeString(TemporalText.time((Duration) value, column.fraction()));
                case DATETIME -> json.writeString(TemporalText.dateTime((LocalDateTime) value, column.fraction()));
                case TIMESTAMP -> json.writeString(TemporalText.timestamp((Instant) value, column.fraction()));
                case GEOMETRY -> GeoJson.write((byte[]) value, json);
                case VECTOR -> writeVector(json, (byte[]) value);
                case JSON -> writeJson(json, value);
            }
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "column %s: a %s (expected: a value of type %s)"
                            .formatted(column.name(), value.getClass().getName(), column.type()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column %s: %s".formatted(column.name(), e.getMessage()), e);
        }
    }

    private static void writeJson(JsonGenerator json, Object value) throws IOException {
        if (value instanceof byte[] stored) {
            BinaryJson.write(stored, json);
        } else {
            EmbeddedJson.copy(JSON, (String) value, json);
        }
    }

    /** MySQL keeps the numbers in four bytes each, the lowest first. */
    private static void writeVector(JsonGenerator json, byte[] value) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        json.writeStartArray();
        while (bytes.remaining() >= Float.BYTES) {
            json.writeNumber(bytes.getFloat());
        }
        json.writeEndArray();
    }

    private static void writeWhole(JsonGenerator json, Object value) throws IOException {
        if (value instanceof BigInteger big && big.bitLength() >= Long.SIZE) {
            json.writeString(big.toString());
            return;
        }
        long number = value instanceof BigInteger big ? big.longValue() : (Long) value;
        if (number >= -LARGEST_EXACT && number <= LARGEST_EXACT) {
            json.writeNumber(number);
        } else {
            json.writeString(Long.toString(number));
        }
    }
}
