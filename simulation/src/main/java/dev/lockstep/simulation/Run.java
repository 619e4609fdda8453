package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.Transaction.RowChange;
import dev.lockstep.simulation.model.Applying;
import dev.lockstep.simulation.model.Change;
import dev.lockstep.simulation.model.Mark;
import dev.lockstep.simulation.model.Mistake;
import dev.lockstep.simulation.model.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a worker after it has opened: reads the binlog, sends batches without waiting for the answers of those before,
 * and proves freshness. What it has sent may arrive long after it is dead.
 */
final class Run {

    private static final int IN_FLIGHT = 2;

    private record Sent(int partition, Applying batch) {}

    private final World world;
    private final String owner;
    private final Stream stream;
    private final long offset;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Progress> acknowledged = new ArrayList<>();
    private final Deque<Sent> pipe = new ArrayDeque<>();
    private Progress furthest;
    private @Nullable Proof proof;
    private @Nullable Position proved;
    private int proving;
    private boolean ended;

    Run(World world, String owner, Server server, Continuation.Start start) {
        this.world = world;
        this.owner = owner;
        for (Watermark each : start.watermarks()) {
            lanes.add(new Lane(each.progress().position(), owner));
            acknowledged.add(each.progress());
        }
        this.furthest = least();
        this.offset = start.offset();
        this.stream = new Stream(server, start.epoch(), offset);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Nothing more is done; what was sent is on its way. */
    void end() {
        ended = true;
    }

    boolean hasSent() {
        return !pipe.isEmpty();
    }

    /** Whether the connection is to a server that is no longer there. */
    boolean isCutOff() {
        return stream.server() != world.source().current();
    }

    /** Whether everything of the source is in Redis, and Redis has not forgotten it. */
    boolean isInStep() {
        Position end =
                Position.before(furthest.position().epoch(), stream.server().end());
        return !isCutOff()
                && pipe.isEmpty()
                && stream.isAtEnd()
                && world.partitions().stream().allMatch(each -> isOurs(each.mark(), end));
    }

    /** One step of whichever of its threads has its turn. */
    void step() {
        int draw = world.random().nextInt(10);
        if (draw < 5) {
            read();
        } else if (draw < 8) {
            send(world.random().nextInt(3) == 0);
        } else {
            prove();
        }
    }

    /** The oldest batch on its way arrives. */
    void deliver() {
        Sent sent = pipe.poll();
        if (sent == null) {
            return;
        }
        Partition partition = world.partitions().get(sent.partition());
        boolean applied = partition.apply(sent.batch());
        world.trace()
                .say(
                        owner,
                        () -> "apply to p%d %s -> %s %s: %s"
                                .formatted(
                                        sent.partition(),
                                        sent.batch().expected(),
                                        sent.batch().progress().position(),
                                        sent.batch().changes(),
                                        applied ? "applied" : "refused"));
        if (applied) {
            world.judge().changed(partition, owner);
            acknowledged.set(sent.partition(), sent.batch().progress());
            world.keepOffsetApart(Gtids.parse(sent.batch().progress().offset()));
        } else {
            ended = true;
        }
    }

    /** The connection breaks: what is on its way is lost. */
    void lose() {
        pipe.clear();
    }

    private boolean isOurs(@Nullable Mark mark, Position end) {
        return mark != null
                && mark.watermark().owner().equals(owner)
                && mark.position().compareTo(end) >= 0;
    }

    private Progress least() {
        return acknowledged.stream()
                .min(Comparator.comparing(Progress::position))
                .orElseThrow();
    }

    private void read() {
        if (isCutOff() || stream.hasGap(!world.rule().has(Mistake.GAP_NOT_ASKED_AGAIN), offset)) {
            ended = true;
            return;
        }
        if (stream.isAtEnd() && world.random().nextInt(3) > 0) {
            return;
        }
        Stream.Event event = stream.next();
        Position position = event.progress().position();
        if (position.compareTo(furthest.position()) > 0) {
            furthest = event.progress();
        }
        RowChange row = event.row();
        if (row != null) {
            Lane lane = lanes.get(world.partitionOf(row.key()));
            if (!lane.has(position)) {
                lane.add(change(row, position));
            }
        }
        if (event.clears()) {
            lanes.stream().filter(lane -> !lane.has(position)).forEach(lane -> lane.raise(position));
        }
        world.trace()
                .say(
                        owner,
                        () -> "reads " + (row == null ? event.clears() ? "TRUNCATE" : "up" : row) + " to " + position);
    }

    private Change change(RowChange row, Position position) {
        if (!world.rule().has(Mistake.ROW_READ_AGAIN)) {
            return new Change(row.key(), position, row.kind(), row.version());
        }
        int version = stream.server().select(row.key());
        boolean gone = world.source().history().isDeleted(version);
        return new Change(row.key(), position, gone ? Change.Kind.DELETED : Change.Kind.WRITTEN, version);
    }

    private void send(boolean all) {
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            if (pipe.size() < IN_FLIGHT && (all || lanes.size() == 1 || lane.isDirty())) {
                Applying batch = lane.take(furthest);
                if (batch != null) {
                    pipe.add(new Sent(i, batch));
                }
            }
        }
    }

    private void prove() {
        Proof sample = proof;
        if (sample == null) {
            if (!isCutOff()) {
                proof = Proof.take(world.moment(), stream.server());
            }
        } else if (proved == null) {
            Progress least = least();
            proved = sample.isReached(least) ? least.position() : null;
            proving = 0;
        } else {
            boolean noted = world.partitions().get(proving).fresh(proved, sample.moment(), owner);
            world.trace().say(owner, () -> "fresh p%d as of %d: %s".formatted(proving, sample.moment(), noted));
            if (noted) {
                world.judge().changed(world.partitions().get(proving), owner);
            }
            ended |= !noted;
            if (++proving == lanes.size()) {
                proof = null;
                proved = null;
            }
        }
    }
}
