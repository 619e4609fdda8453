package dev.lockstep.reader.http;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.reader.changes.Following;
import dev.lockstep.reader.changes.Interest;
import java.util.Optional;

/**
 * The body of a response that tells changes.
 *
 * @param view of the table, as the client may see it
 * @param from the place after which to begin; now, where it is empty
 */
record EventStream(Following following, View view, Interest interest, Optional<ChangeId> from) {}
