package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import io.debezium.data.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one table, whose fields are found once. */
final class RowDecoder {

    private final TableSchema table;
    private final List<Field> fields;

    /** Throws IllegalArgumentException where the record and the table do not have the same columns. */
    RowDecoder(TableSchema table, Schema valueSchema) {
        Schema row = valueSchema.field(Envelope.FieldName.AFTER).schema();
        if (row.fields().size() != table.columns().size()) {
            throw new IllegalArgumentException("a row of %d columns (expected: %d, as the table has)"
                    .formatted(row.fields().size(), table.columns().size()));
        }
        this.table = table;
        this.fields = table.columns().stream().map(column -> field(row, column)).toList();
    }

    /**
     * The key; empty where a part of it is a date that is in no calendar or an ENUM or SET that looks empty. Nobody can ask
     * for such a row, as others may look the same, and it has no place in Redis.
     */
    Optional<RowKey> key(SourceRecord record) {
        if (!(record.key() instanceof Struct key)) {
            throw new IllegalArgumentException("a record without a key");
        }
        List<Object> parts = new ArrayList<>(table.key().size());
        for (Column column : table.key()) {
            Object part = ColumnValues.read(column, key.getWithoutDefault(column.name()));
            if (isUnnamed(column, part)) {
                return Optional.empty();
            }
            if (part == null) {
                throw new IllegalArgumentException("key column %s is null".formatted(column.name()));
            }
            parts.add(part);
        }
        return Optional.of(RowKey.of(table, parts));
    }

    List<@Nullable Object> values(Struct value) {
        Struct row = value.getStruct(Envelope.FieldName.AFTER);
        List<@Nullable Object> values = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            values.add(ColumnValues.read(table.columns().get(i), value(row, fields.get(i))));
        }
        return values;
    }

    /** A NULL is no default; to look a field up by its name is the slower way. */
    private static @Nullable Object value(Struct row, Field field) {
        return field.schema().defaultValue() == null ? row.get(field) : row.getWithoutDefault(field.name());
    }

    private static boolean isUnnamed(Column column, @Nullable Object part) {
        return switch (column.type()) {
            case DATE, DATETIME, TIMESTAMP -> part == null;
            case CHOICE -> part instanceof String text && text.isEmpty();
            default -> false;
        };
    }

    private static Field field(Schema row, Column column) {
        Field field = row.field(column.name());
        if (field == null) {
            throw new IllegalArgumentException("a row without the column %s".formatted(column.name()));
        }
        return field;
    }
}
