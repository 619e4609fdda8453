package dev.lockstep.simulation.conformance;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeptEpochs;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.model.Applying;
import dev.lockstep.simulation.model.Change;
import dev.lockstep.simulation.model.Entry;
import dev.lockstep.simulation.model.Leasing;
import dev.lockstep.simulation.model.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Calls as no sound worker or reader would make them, so that every branch of every script is met: places are drawn from a
 * few, and mostly right expectations are now and then wrong.
 */
final class CallHistory {

    private static final String SHAPE = "shape";
    private static final long FIRST_EPOCH = 5;

    private record Held(int key, Leasing.Granted lease) {}

    private final BothSides sides;
    private final SplittableRandom random;
    private final List<Held> leases = new ArrayList<>();
    private int unique;

    CallHistory(BothSides sides, long seed) {
        this.sides = sides;
        this.random = new SplittableRandom(seed);
    }

    void play(int calls) {
        sides.flush();
        leases.clear();
        for (int i = 0; i < calls; i++) {
            switch (random.nextInt(18)) {
                case 0, 1 -> sides.read(key(), shape());
                case 2, 3, 4 -> lease();
                case 5, 6, 7 -> fill();
                case 8 -> release();
                case 9, 10, 11, 12 -> apply();
                case 13 -> openAndGoOn();
                case 14 -> sides.fresh(nearby(), random.nextInt(100), owner());
                case 15, 16 -> sides.sweep();
                default -> forget();
            }
        }
    }

    private void lease() {
        int key = key();
        if (sides.lease(key, "token-" + unique++, shape()) instanceof Leasing.Granted granted) {
            leases.add(new Held(key, granted));
        }
    }

    private String shape() {
        return random.nextInt(8) == 0 ? "another" : SHAPE;
    }

    private void fill() {
        if (!leases.isEmpty()) {
            Held held = leases.get(leases.size() - 1 - random.nextInt(Math.min(3, leases.size())));
            boolean present = random.nextBoolean();
            Position position = held.lease().mark().position();
            sides.fill(held.key(), held.lease(), new Entry.Row(position, coordinate(), present, unique++));
        }
    }

    private void release() {
        if (!leases.isEmpty()) {
            Held held = leases.get(random.nextInt(leases.size()));
            sides.release(held.key(), held.lease());
        }
    }

    private void apply() {
        Position expected = nearby();
        List<Change> changes = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            changes.add(new Change(key(), position(expected.epoch()), kind(), unique++));
        }
        Position fence = random.nextInt(8) == 0 ? position(expected.epoch()) : null;
        boolean reshaped = fence != null && random.nextInt(4) == 0;
        sides.apply(new Applying(expected, changes, fence, reshaped, progress(position(expected.epoch())), owner()));
    }

    /** What is left of another epoch is met best before it is swept or leased. */
    private void openAndGoOn() {
        open();
        apply();
        apply();
    }

    private void open() {
        Mark mark = sides.model().mark();
        Position found = mark == null ? null : mark.position();
        boolean anew = found == null || random.nextInt(4) == 0;
        if (random.nextInt(8) == 0) {
            found = position(FIRST_EPOCH);
        }
        Position place = anew || random.nextInt(4) == 0 ? position(epoch()) : nearby();
        Position fence = anew ? position(place.epoch()) : null;
        sides.open(
                found,
                new Watermark(
                        progress(place),
                        "server-" + random.nextInt(2),
                        Map.of(Rows.TABLE, SHAPE),
                        "owner-" + random.nextInt(2),
                        anew ? KeptEpochs.NONE : kept(place.epoch()),
                        fence,
                        random.nextInt(8) == 0 ? Map.of(Rows.TABLE, position(place.epoch())) : Map.of()));
    }

    private KeptEpochs kept(long epoch) {
        List<Position> certain = new ArrayList<>();
        for (long each = epoch - 1; each >= FIRST_EPOCH; each--) {
            if (random.nextInt(3) > 0) {
                certain.add(position(each));
            }
        }
        return new KeptEpochs(certain, random.nextInt(3) == 0 ? null : Position.before(epoch, coordinate()));
    }

    private void forget() {
        switch (random.nextInt(9)) {
            case 0 -> sides.evictMark();
            case 1 -> sides.flush();
            case 2 -> sides.evictTale();
            case 3 -> sides.abandon(random.nextBoolean() ? owner() : "somebody");
            default -> sides.evict(key());
        }
    }

    /** Mostly what the watermark says. */
    private Position nearby() {
        Mark mark = sides.model().mark();
        return mark == null || random.nextInt(8) == 0 ? position(epoch()) : mark.position();
    }

    private String owner() {
        Mark mark = sides.model().mark();
        return mark == null || random.nextInt(8) == 0
                ? "somebody"
                : mark.watermark().owner();
    }

    private Progress progress(Position position) {
        return new Progress(position, "offset-" + unique, "gtids-" + unique);
    }

    private Position position(long epoch) {
        int draw = random.nextInt(5);
        return new Position(epoch, coordinate(), draw == 4 ? Position.AFTER : draw);
    }

    private Coordinate coordinate() {
        return new Coordinate(1 + random.nextInt(2), random.nextInt(5) * 1_000L);
    }

    private Change.Kind kind() {
        return switch (random.nextInt(3)) {
            case 0 -> Change.Kind.WRITTEN;
            case 1 -> Change.Kind.DELETED;
            default -> Change.Kind.UNCLEAR;
        };
    }

    private long epoch() {
        return FIRST_EPOCH + random.nextInt(3);
    }

    private int key() {
        return random.nextInt(BothSides.KEYS);
    }
}
