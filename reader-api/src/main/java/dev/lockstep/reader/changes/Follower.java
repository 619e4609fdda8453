package dev.lockstep.reader.changes;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.redis.ChangeEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A client's place in the streams. Whoever is slow reads later, and where what it has not read is no longer kept, it is told
 * that changes are missing and goes on from now. Not thread safe.
 */
public final class Follower implements AutoCloseable {

    /** Before Redis is asked again that has not answered. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Interest interest;
    private final Tips tips;
    private final Pages pages;
    private final Runnable end;
    private @Nullable ChangeId place;
    private Tip told = Tip.UNKNOWN;
    private boolean begun;

    /** What is new; each says from where it can be gone on with. */
    public sealed interface News {}

    /**
     * Something is.
     *
     * @param entries in order; the place of the last, or the one that is told next, leads on
     */
    public record Told(List<ChangeEntry> entries) implements News {}

    /** Nothing is that the client follows, up to this place. */
    public record Here(ChangeId place) implements News {}

    /** Redis has not answered yet, and no place is known. */
    public record Nowhere() implements News {}

    /** The worker keeps no changes any more. */
    public record Ended() implements News {}

    Follower(Interest interest, Optional<ChangeId> from, Tips tips, Pages pages, Runnable end) {
        this.interest = interest;
        this.place = from.orElse(null);
        this.tips = tips;
        this.pages = pages;
        this.end = end;
    }

    /** Waits for news, but not for longer than this. The first are where it begins, and nothing else. */
    public News next(Duration most) throws InterruptedException {
        long over = System.nanoTime() + most.toNanos();
        if (!begun && place != null) {
            begun = true;
            return here();
        }
        do {
            Tip tip = tips.awaitOther(told, over - System.nanoTime());
            if (!tip.equals(told)) {
                if (!tip.isKept()) {
                    return new Ended();
                }
                List<ChangeEntry> entries = advance(tip);
                if (!entries.isEmpty()) {
                    return new Told(entries);
                }
                if (!begun && place != null) {
                    begun = true;
                    return here();
                }
            }
        } while (System.nanoTime() < over);
        return here();
    }

    @Override
    public void close() {
        end.run();
    }

    private News here() {
        ChangeId known = place;
        return known == null ? new Nowhere() : new Here(known);
    }

    private List<ChangeEntry> advance(Tip tip) throws InterruptedException {
        try {
            ChangeId from = place;
            if (from == null) {
                leap(tip);
                return List.of();
            }
            if (tip.hasLost(from)) {
                return List.of(ChangeEntry.reset(leap(tip)));
            }
            Page page = pages.after(from, tip);
            if (page.broken()) {
                return List.of(ChangeEntry.reset(leap(tip)));
            }
            place = page.end();
            told = page.complete() ? tip : told;
            return page.entries().stream().filter(interest::isIn).toList();
        } catch (CompletionException e) {
            // Tips says so in the log.
            Thread.sleep(PAUSE);
            return List.of();
        }
    }

    /** To now: behind all that is told up to the tip. */
    private ChangeId leap(Tip tip) {
        ChangeId now = pages.after(tip.here(), tip).end();
        place = now;
        told = tip;
        return now;
    }
}
