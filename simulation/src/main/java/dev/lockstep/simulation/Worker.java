package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.simulation.Continuation.Known;
import dev.lockstep.simulation.Continuation.Start;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A worker: asks both sides, decides, takes the partitions one by one, runs, and begins again. Each of these is a step of its
 * own, between which anything can happen.
 */
final class Worker {

    private static final int STEPS_PER_SECOND = 16;

    private final World world;
    private final String name;
    private final List<Run> dead = new ArrayList<>();
    private List<@Nullable Mark> found = new ArrayList<>();
    private long noticed;
    private String owner = "";
    private @Nullable Server server;
    private @Nullable Start start;
    private int taken;
    private @Nullable Run run;
    private int sleepsUntil;

    Worker(World world, String name) {
        this.world = world;
        this.name = name;
    }

    boolean isAwake() {
        return world.moment() >= sleepsUntil;
    }

    void sleep(int moments) {
        sleepsUntil = world.moment() + moments;
        say(() -> "is paused for " + moments);
    }

    void wake() {
        sleepsUntil = 0;
    }

    /** The process dies; what it has sent may or may not arrive. */
    void kill() {
        Run current = run;
        if (current != null) {
            current.end();
            bury(current);
        }
        forget();
        say(() -> "is killed");
    }

    boolean isInStep() {
        Run current = run;
        return current != null && !current.hasEnded() && current.isInStep();
    }

    /** A batch arrives that this worker has sent, in this life or an earlier one. */
    void deliver() {
        Run current = run;
        boolean old = !dead.isEmpty() && (current == null || world.random().nextBoolean());
        Run sender = old ? dead.getFirst() : current;
        if (sender != null) {
            sender.deliver();
            dead.removeIf(each -> !each.hasSent());
        }
    }

    void step() {
        Run current = run;
        if (current != null) {
            current.step();
            if (current.hasEnded()) {
                bury(current);
                forget();
            }
        } else if (start != null) {
            take(start);
        } else if (found.size() < world.partitions().size()) {
            find();
        } else if (!found.contains(null) || seconds() > noticed) {
            decide();
        }
    }

    boolean isOpening() {
        return start != null && run == null && taken > 0;
    }

    /** An epoch is called after the second in which it begins. */
    private long seconds() {
        return 1_000L + world.moment() / STEPS_PER_SECOND;
    }

    private void find() {
        if (found.isEmpty()) {
            owner = world.unique(name + "/");
        }
        found.add(world.partitions().get(found.size()).mark());
        noticed = seconds();
    }

    private void decide() {
        Server asked = world.source().current();
        Known known = new Known(
                found, asked.name(), asked.end(), asked.executed(), asked.owned(), asked.purged(), seconds(), owner);
        Start decided = world.continuation().decide(known);
        if (!decided.keeps() && known.isWhole()) {
            world.judge().begunAnewWithoutReason();
        }
        server = asked;
        start = decided;
        taken = 0;
        say(() -> "decides: " + decided.reason());
    }

    private void take(Start decided) {
        int partition = taken;
        Mark mark = found.get(partition);
        Position position = mark == null ? null : mark.position();
        boolean opened = world.partitions()
                .get(partition)
                .open(position, decided.watermarks().get(partition));
        say(() -> "opens p%d at %s offset %s gtids %s kept %s: %s"
                .formatted(
                        partition,
                        decided.watermarks().get(partition).progress().position(),
                        decided.watermarks().get(partition).progress().offset(),
                        decided.watermarks().get(partition).progress().gtids(),
                        decided.watermarks().get(partition).kept(),
                        opened));
        if (opened && !decided.keeps()) {
            world.judge().begunAnew(partition);
            world.keepOffsetApart(decided.offset());
        }
        Server opener = server;
        if (!opened || opener == null) {
            forget();
        } else if (++taken == decided.watermarks().size()) {
            run = new Run(world, owner, opener, offset(decided));
        }
    }

    private Start offset(Start decided) {
        boolean apart = world.rule().has(Mistake.OFFSET_APART) && decided.keeps();
        return apart ? new Start(decided.watermarks(), world.offsetApart(), true, decided.reason()) : decided;
    }

    private void bury(Run ended) {
        if (world.random().nextBoolean()) {
            ended.lose();
        }
        if (ended.hasSent()) {
            dead.add(ended);
        }
    }

    private void forget() {
        run = null;
        start = null;
        server = null;
        found = new ArrayList<>();
    }

    private void say(Supplier<String> what) {
        world.trace().say(owner.isEmpty() ? name : owner, what);
    }
}
