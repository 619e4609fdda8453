package dev.lockstep.simulation;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.simulation.model.Entry;
import dev.lockstep.simulation.model.Leasing;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Partition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader, or a back-fill, on its way through one lookup after another: read, lease, visible, select, end of the binlog,
 * fill. It may be as slow as it likes, and may die and leave its lease behind.
 */
final class Reader {

    private enum Next {
        READ,
        LEASE,
        CHECK,
        SELECT,
        END,
        FILL
    }

    private final World world;
    private final String name;
    private Next next = Next.READ;
    private int key;
    private String token = "";
    private @Nullable Mark lease;
    private @Nullable Server server;
    private int version;
    private @Nullable Coordinate seenUpTo;
    private int sleepsUntil;

    Reader(World world, String name) {
        this.world = world;
        this.name = name;
    }

    boolean isAwake() {
        return world.moment() >= sleepsUntil;
    }

    void sleep(int moments) {
        sleepsUntil = world.moment() + moments;
    }

    void wake() {
        sleepsUntil = 0;
    }

    boolean isIdle() {
        return next == Next.READ;
    }

    /** Dies; its lease stands. */
    void die() {
        next = Next.READ;
    }

    /** The next lookup is of this key. */
    void wants(int wanted) {
        key = wanted;
        next = Next.LEASE;
    }

    void step() {
        switch (next) {
            case READ -> read();
            case LEASE -> askForLease();
            case CHECK -> check();
            case SELECT -> select();
            case END -> end();
            case FILL -> fill();
        }
    }

    private void read() {
        key = world.random().nextInt(world.keys());
        Entry entry = partition().read(key);
        boolean miss = entry == null || entry instanceof Entry.Settling;
        next = miss ? Next.LEASE : Next.READ;
    }

    private void askForLease() {
        String asked = world.unique("t");
        if (world.rule().has(Mistake.FILL_WITHOUT_LEASE)) {
            granted(partition().mark(), asked);
            return;
        }
        Leasing outcome = partition().lease(key, asked, Continuation.SHAPE);
        say(() ->
                "asks for a lease of k%d: %s".formatted(key, outcome.getClass().getSimpleName()));
        if (outcome instanceof Leasing.Granted granted) {
            granted(granted.mark(), asked);
        } else {
            next = Next.READ;
        }
    }

    private void granted(@Nullable Mark mark, String asked) {
        token = asked;
        lease = mark;
        next = mark == null ? Next.READ : Next.CHECK;
    }

    private void check() {
        Server asked = world.source().anyServer();
        Mark mark = lease;
        if (mark == null) {
            next = Next.READ;
            return;
        }
        boolean same =
                asked.name().equals(mark.watermark().server()) || world.rule().has(Mistake.NO_SERVER_CHECK);
        boolean shows =
                Gtids.contains(asked.executed(), Gtids.parse(mark.progress().gtids()))
                        || world.rule().has(Mistake.NO_VISIBILITY_CHECK);
        server = asked;
        next = Next.SELECT;
        if (!same || !shows) {
            release();
        }
        say(() -> "looks at " + asked.name() + ": " + (same && shows ? "visible" : "not visible"));
    }

    private void select() {
        Server asked = server;
        if (asked != null) {
            version = asked.select(key);
            say(() -> "selects k%d=v%d from %s".formatted(key, version, asked.name()));
        }
        next = Next.END;
    }

    private void end() {
        Server asked = server;
        seenUpTo = asked == null ? null : asked.end();
        next = Next.FILL;
        Mark mark = lease;
        if (mark != null
                && seenUpTo != null
                && seenUpTo.compareTo(mark.position().transaction()) < 0) {
            release();
        }
    }

    private void fill() {
        Mark mark = lease;
        Coordinate end = seenUpTo;
        next = Next.READ;
        if (mark == null || end == null) {
            return;
        }
        if (world.random().nextInt(16) == 0) {
            release();
            return;
        }
        boolean fromEnd = world.rule().has(Mistake.FILL_POSITION_FROM_END);
        Position position = fromEnd ? Position.before(mark.position().epoch(), end) : mark.position();
        boolean present = !world.source().history().isDeleted(version);
        boolean filled = partition().fill(key, token, new Entry.Row(position, end, present, version));
        say(() -> "fills k%d=v%d at %s seen up to %s: %s".formatted(key, version, position, end, filled));
    }

    private void release() {
        boolean released = partition().release(key, token);
        next = Next.READ;
        say(() -> "releases k%d: %s".formatted(key, released));
    }

    private Partition partition() {
        return world.of(key);
    }

    private void say(Supplier<String> what) {
        world.trace().say(name, what);
    }
}
