package dev.lockstep.reader.changes;

import dev.lockstep.cache.redis.ChangeEntry;

/** Told what becomes of clients that follow changes, for those who watch. Called on any thread; must not block. */
public interface FollowingMeter {

    /** So many follow now. */
    void following(int clients);

    /** A client was told something. */
    void told(ChangeEntry.Kind kind);
}
