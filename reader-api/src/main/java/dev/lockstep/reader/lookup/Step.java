package dev.lockstep.reader.lookup;

import dev.lockstep.cache.redis.LeaseOutcome.Granted;

/** What a lookup does next. */
sealed interface Step {

    /** Redis has said it all. */
    record Answer() implements Step {}

    /** Ask for the right to fill the row. */
    record AskForLease() implements Step {}

    /** Look again in a moment: the worker is about to get there. */
    record WaitForWorker() implements Step {}

    /** Look again in a moment: somebody else is filling the row. */
    record WaitForOther() implements Step {}

    /** Read the database with proof, and leave the row in Redis. */
    record LoadAndFill(Granted lease) implements Step {}

    /** Read the database, and leave Redis alone. */
    record LoadOnly(Doubt doubt) implements Step {}
}
