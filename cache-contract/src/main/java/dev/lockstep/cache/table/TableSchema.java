package dev.lockstep.cache.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a table looks like, and how its rows stand in Redis. Immutable. */
public final class TableSchema {

    private static final int FINGERPRINT_BYTES = 8;

    private final TableName name;
    private final List<Column> columns;
    private final List<Column> key;
    private final List<List<Column>> lookups;
    private final Form form;

    /** Both made once, as every look-up needs them. */
    private final String fingerprint;

    private final String usualPrefix;

    public TableSchema(TableName name, List<Column> columns, List<Column> key, List<List<Column>> lookups, Form form) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.key = List.copyOf(key);
        this.lookups = lookups.stream().map(List::copyOf).toList();
        this.form = form;
        this.fingerprint = digest(shape());
        this.usualPrefix = Place.usualPrefix(name);
    }

    /** Of a table whose rows are found by their key only, and kept as they are. */
    public TableSchema(TableName name, List<Column> columns, List<Column> key) {
        this(name, columns, key, List.of());
    }

    /** Of a table whose rows are kept as they are. */
    public TableSchema(TableName name, List<Column> columns, List<Column> key, List<List<Column>> lookups) {
        this(name, columns, key, lookups, Form.plain(columns));
    }

    public TableName name() {
        return name;
    }

    /** In the table's order. */
    public List<Column> columns() {
        return columns;
    }

    /**
     * The columns of the primary key, in the key's order; at least one. Without a primary key, those of the unique key of the
     * fewest columns, none of which can be NULL.
     */
    public List<Column> key() {
        return key;
    }

    /**
     * The columns of other unique keys by which rows are found, each in the order in which callers give them; a row in which one
     * of them is NULL is not found by it.
     */
    public List<List<Column>> lookups() {
        return lookups;
    }

    /** How its rows stand in Redis. */
    public Form form() {
        return form;
    }

    /** The columns by which rows are found, of these names in this order; empty where they are not found by them. */
    public Optional<List<Column>> lookup(List<String> names) {
        return lookups.stream()
                .filter(each -> each.stream().map(Column::name).toList().equals(names))
                .findFirst();
    }

    /** What the names of its rows in Redis begin with; those of its look-ups always begin as usual. */
    public String prefix() {
        return form.storage().keys().map(KeyTemplate::prefix).orElse(usualPrefix);
    }

    /** Whether one of its rows can be called so in Redis. */
    public boolean has(String called) {
        return called.startsWith(prefix()) || (!lookups.isEmpty() && called.startsWith(usualPrefix + "by/"));
    }

    /** Where a row stands, by the values of its key, percent-encoded. */
    Place place(List<String> encoded) {
        return place(form.storage()
                .keys()
                .map(keys -> keys.name(key, encoded))
                .orElseGet(() -> usualPrefix + String.join(",", encoded)));
    }

    /** Where a row stands that is called so. */
    public Place place(String called) {
        return new Place(called, form.storage().hashed(), form.storage().timeToLive());
    }

    /** Its shape in a few characters: two schemas have the same one only where they make the same documents and keys. */
    public String fingerprint() {
        return fingerprint;
    }

    private static String digest(String shape) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shape.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As it was written before there was more of it, where there is no more: others would load every table anew. */
    private String shape() {
        return "TableSchema[name=%s, columns=%s, key=%s%s%s]"
                .formatted(
                        name,
                        columns,
                        key,
                        lookups.isEmpty() ? "" : ", lookups=" + lookups,
                        form.shape().equals(Form.plain(columns).shape()) ? "" : ", form=" + form.shape());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSchema that
                && name.equals(that.name)
                && columns.equals(that.columns)
                && key.equals(that.key)
                && lookups.equals(that.lookups)
                && form.equals(that.form);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, columns, key);
    }

    @Override
    public String toString() {
        return shape();
    }
}
