package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.redis.RedisCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** All clients that follow changes here. Thread safe. */
public final class Following implements AutoCloseable {

    private final Limits limits;
    private final Streams streams;
    private final Tips tips;
    private final Pages pages;
    private final FollowingMeter meter;
    private final Map<Object, Runnable> followers = new HashMap<>();
    private boolean closed;

    /**
     * What holds for all of them.
     *
     * @param kept whether changes are kept, as far as this reader is told
     * @param followers how many there may be at once
     * @param heartbeat how often each is told where it is when there is nothing else to tell
     * @param life after which each of them is let go, to come again: by then it may be allowed to see less
     * @param stall how long a client may take nothing before it is cut off
     */
    public record Limits(boolean kept, int followers, Duration heartbeat, Duration life, Duration stall) {}

    /** Whether changes can be followed. */
    public enum State {
        /** They can. */
        KEPT,
        /** The worker keeps none. */
        NOT_KEPT,
        /** Redis does not answer, or no worker has been there. */
        UNKNOWN
    }

    /**
     * Nobody follows yet.
     *
     * @param redis empty as long as there is no connection
     */
    public Following(Supplier<Optional<RedisCache>> redis, Limits limits, FollowingMeter meter) {
        this.limits = limits;
        this.streams = new Streams(redis);
        this.tips = new Tips(streams);
        this.pages = new Pages(streams);
        this.meter = meter;
    }

    public Limits limits() {
        return limits;
    }

    public FollowingMeter meter() {
        return meter;
    }

    /** Whether nobody else may follow now. */
    public synchronized boolean isFull() {
        return closed || followers.size() >= limits.followers();
    }

    /** Whether changes can be followed now. Does not block or fail. */
    public CompletionStage<State> state() {
        return streams.tip()
                .handle((tip, problem) ->
                        tip == null || !tip.isWhole() ? State.UNKNOWN : tip.isKept() ? State.KEPT : State.NOT_KEPT);
    }

    /**
     * Begins to follow; empty where nobody else may. To be closed.
     *
     * @param from the place after which to begin; now, where it is empty
     * @param end what to do when it has to end
     */
    public Optional<Follower> follow(Interest interest, Optional<ChangeId> from, Runnable end) {
        Object name = new Object();
        synchronized (this) {
            if (isFull()) {
                return Optional.empty();
            }
            followers.put(name, end);
            meter.following(followers.size());
        }
        tips.enter();
        return Optional.of(new Follower(interest, from, tips, pages, () -> leave(name)));
    }

    private void leave(Object name) {
        synchronized (this) {
            if (followers.remove(name) == null) {
                return;
            }
            meter.following(followers.size());
            if (followers.isEmpty()) {
                pages.forget();
            }
        }
        tips.leave();
    }

    /** All of them have to end; nobody begins any more. */
    @Override
    public void close() {
        List<Runnable> ends;
        synchronized (this) {
            closed = true;
            ends = List.copyOf(followers.values());
        }
        ends.forEach(Runnable::run);
    }
}
