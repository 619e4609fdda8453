package dev.lockstep.cache.table;

/** A table and the schema it is in. */
public record TableName(String schema, String table) {

    /** From {@code table} or {@code schema.table}. */
    public static TableName parse(String text, String usualSchema) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(usualSchema, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** {@code schema.table}. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
