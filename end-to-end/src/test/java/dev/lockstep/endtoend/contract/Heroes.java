package dev.lockstep.endtoend.contract;

import static dev.lockstep.endtoend.contract.Moments.change;
import static dev.lockstep.endtoend.contract.Moments.commitMillis;

import dev.lockstep.cache.document.Document;
import dev.lockstep.cache.document.DocumentEncoder;
import dev.lockstep.cache.redis.Mutation;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import java.util.List;

/** A table whose rows have a key and a name, and what happens to them. */
final class Heroes {

    static final TableName TABLE = new TableName("shop", "hero");

    /** Has nothing to do with it. */
    static final TableName OTHER_TABLE = new TableName("shop", "villain");

    private static final Column NAME = new Column("name", ColumnType.TEXT, 0, 0);
    private static final TableSchema SCHEMA = new TableSchema(TABLE, List.of(NAME), List.of(NAME));
    private static final DocumentEncoder ENCODER = new DocumentEncoder();

    private Heroes() {}

    static RowKey key(String text) {
        return RowKey.of(SCHEMA, List.of(text));
    }

    static Document document(String name) {
        return ENCODER.encode(SCHEMA, List.of(name));
    }

    static Mutation put(RowKey key, int transaction, String name) {
        return new Mutation.Put(key, change(transaction), commitMillis(transaction), document(name));
    }

    static Mutation remove(RowKey key, int transaction) {
        return new Mutation.Remove(key, change(transaction), commitMillis(transaction));
    }

    static Mutation invalidate(RowKey key, int transaction) {
        return new Mutation.Invalidate(key, change(transaction));
    }
}
