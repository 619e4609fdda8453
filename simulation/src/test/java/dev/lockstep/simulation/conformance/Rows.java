package dev.lockstep.simulation.conformance;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.simulation.model.Change;
import java.util.List;

/** The model's keys and versions as rows of a table. */
final class Rows {

    static final TableName TABLE = new TableName("shop", "hero");

    private static final Column VERSION = new Column("version", ColumnType.INTEGER, 0, 0);
    private static final TableSchema SCHEMA = new TableSchema(TABLE, List.of(VERSION), List.of(VERSION));
    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private Rows() {}

    static RowKey key(int key) {
        return new RowKey(TABLE, Integer.toString(key));
    }

    static Document document(int version) {
        return ENCODER.encode(SCHEMA, List.of((long) version));
    }

    static Mutation mutation(Change change) {
        RowKey key = key(change.key());
        return switch (change.kind()) {
            case WRITTEN -> new Mutation.Put(key, change.position(), 0, document(change.version()));
            case DELETED -> new Mutation.Remove(key, change.position(), 0);
            case UNCLEAR -> new Mutation.Invalidate(key, change.position());
        };
    }
}
