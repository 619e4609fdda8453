package dev.lockstep.reader.access;

import dev.lockstep.cache.table.TableName;
import java.util.Optional;
import java.util.Set;

/** Somebody who asks. Thread safe. */
public final class Caller {

    /** Where nobody is asked who he is. */
    public static final Caller ANYBODY = new Caller("-", Permissions.ALL, Pace.FREE);

    private final String name;
    private final Permissions permissions;
    private final Pace pace;

    Caller(String name, Permissions permissions, Pace pace) {
        this.name = name;
        this.permissions = permissions;
        this.pace = pace;
    }

    /** For people. */
    public String name() {
        return name;
    }

    public boolean mayReadAll() {
        return permissions.tables() == TablePatterns.ALL;
    }

    public boolean mayRead(TableName table) {
        return permissions.mayRead(table);
    }

    /** Whether a request may mean, by this name, a table that he may read, whether there is one or not. */
    public boolean mayAskFor(String name) {
        return permissions.mayAskFor(name);
    }

    /** The only columns that he sees of a table, as they stand in documents; empty where he sees all. */
    public Optional<Set<String>> columnsOf(TableName table) {
        return permissions.columnsOf(table);
    }

    public boolean mayReadMetrics() {
        return permissions.metrics();
    }

    /** Whether he may make one more request now; then he has made it. Does not block. */
    public boolean takesOneMore() {
        return pace.take();
    }

    /** Whether what is answered is for him and not for everybody. */
    public boolean isSomebody() {
        return this != ANYBODY;
    }
}
