package dev.lockstep.simulation.conformance;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.Form;
import dev.lockstep.cache.table.Mask;
import dev.lockstep.cache.table.Member;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.Storage;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.simulation.model.Change;
import java.util.List;
import java.util.Optional;

/** The model's keys and versions as rows of a table, which stand in Redis as strings or as hashes. */
final class Rows {

    static final TableName TABLE = new TableName("shop", "hero");
    static final String COLUMN = "version";

    private static final Column VERSION = new Column(COLUMN, ColumnType.INTEGER, 0, 0);
    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private final TableSchema schema;

    Rows(boolean hashed) {
        Storage storage = new Storage(hashed, Optional.empty(), Optional.empty(), Optional.empty());
        this.schema = new TableSchema(
                TABLE,
                List.of(VERSION),
                List.of(VERSION),
                List.of(),
                new Form(List.of(new Member(0, COLUMN, Mask.NONE)), List.of(), storage));
    }

    TableSchema schema() {
        return schema;
    }

    boolean hashed() {
        return schema.form().storage().hashed();
    }

    RowKey key(int key) {
        return RowKey.of(schema, List.of((long) key));
    }

    Document document(int version) {
        return ENCODER.encode(schema, List.of((long) version));
    }

    Mutation mutation(Change change) {
        RowKey key = key(change.key());
        return switch (change.kind()) {
            case WRITTEN -> new Mutation.Put(key, change.position(), 0, document(change.version()));
            case DELETED -> new Mutation.Remove(key, change.position(), 0);
            case UNCLEAR -> new Mutation.Invalidate(key, change.position());
        };
    }
}
