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

/** Reads the rows of one table, whose fields are found once. Not thread safe. */
final class RowDecoder {

    private final TableSchema table;
    private final List<Field> fields;
    private final List<List<Integer>> lookups;
    private List<Field> keyFields = List.of();

    /**
     * Under which keys a row is found.
     *
     * @param now after the change; the primary key first
     * @param before no longer so
     */
    record Found(List<RowKey> now, List<RowKey> before) {

        /** Whether nobody can ask for it. */
        boolean isNowhere() {
            return now.isEmpty() && before.isEmpty();
        }
    }

    /** Throws IllegalArgumentException where the record and the table do not have the same columns. */
    RowDecoder(TableSchema table, Schema valueSchema) {
        Schema row = valueSchema.field(Envelope.FieldName.AFTER).schema();
        if (row.fields().size() != table.columns().size()) {
            throw new IllegalArgumentException("a row of %d columns (expected: %d, as the table has)"
                    .formatted(row.fields().size(), table.columns().size()));
        }
        this.table = table;
        this.fields = table.columns().stream().map(column -> field(row, column)).toList();
        this.lookups = table.lookups().stream()
                .map(lookup -> lookup.stream().map(table.columns()::indexOf).toList())
                .toList();
    }

    /** Throws where a key cannot be read; nobody knows then which entries have to change. */
    Found found(SourceRecord record, Struct value) {
        List<RowKey> now = new ArrayList<>(1);
        List<RowKey> before = new ArrayList<>(0);
        Struct after = value.getStruct(Envelope.FieldName.AFTER);
        key(record).ifPresent((after == null ? before : now)::add);
        if (!lookups.isEmpty()) {
            addLookups(after, now);
            addLookups(value.getStruct(Envelope.FieldName.BEFORE), before);
            before.removeAll(now);
        }
        return new Found(now, before);
    }

    private void addLookups(@Nullable Struct row, List<RowKey> keys) {
        for (int i = 0; row != null && i < lookups.size(); i++) {
            List<Column> columns = table.lookups().get(i);
            List<@Nullable Object> parts = new ArrayList<>(columns.size());
            for (int index : lookups.get(i)) {
                parts.add(value(row, index));
            }
            if (isNamed(columns, parts)) {
                keys.add(RowKey.of(table, columns, parts));
            }
        }
    }

    private static boolean isNamed(List<Column> columns, List<@Nullable Object> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) == null || isUnnamed(columns.get(i), parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The key; empty where a part of it is a date that is in no calendar or an ENUM or SET that looks empty. Nobody can ask
     * for such a row, as others may look the same, and it has no place in Redis.
     */
    private Optional<RowKey> key(SourceRecord record) {
        if (!(record.key() instanceof Struct key)) {
            throw new IllegalArgumentException("a record without a key");
        }
        if (keyFields.isEmpty()) {
            keyFields = table.key().stream()
                    .map(column -> field(key.schema(), column))
                    .toList();
        }
        List<Object> parts = new ArrayList<>(keyFields.size());
        for (int i = 0; i < keyFields.size(); i++) {
            Column column = table.key().get(i);
            Object part = value(key, keyFields.get(i), column);
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
            values.add(value(row, i));
        }
        return values;
    }

    /** A NULL is no default; to look a field up by its name is the slower way. */
    private static @Nullable Object value(Struct row, Field field, Column column) {
        Object stored = field.schema().defaultValue() == null ? row.get(field) : row.getWithoutDefault(field.name());
        return ColumnValues.read(column, stored);
    }

    private @Nullable Object value(Struct row, int column) {
        return value(row, fields.get(column), table.columns().get(column));
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
