package dev.lockstep.reader.access;

import dev.lockstep.cache.table.TableName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Somebody who asks. Thread safe. */
public final class Caller {

    /** Long enough that who does not heed his pace costs no more than the refusals, short for everybody else. */
    private static final long REFUSED_NANOS = Duration.ofMillis(100).toNanos();

    /** Where nobody is asked who he is. */
    public static final Caller ANYBODY = new Caller("-", Permissions.ALL, Pace.FREE);

    private final String name;
    private final Permissions permissions;
    private final Pace pace;
    private volatile long refusedAt = System.nanoTime() - REFUSED_NANOS;

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
        boolean taken = pace.take();
        if (!taken) {
            refusedAt = System.nanoTime();
        }
        return taken;
    }

    /** Whether he was refused a moment ago, as he is faster than he may be. */
    public boolean wasJustRefused() {
        return System.nanoTime() - refusedAt < REFUSED_NANOS;
    }

    /** Whether what is answered is for him and not for everybody. */
    public boolean isSomebody() {
        return this != ANYBODY;
    }
}
