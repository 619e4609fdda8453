package dev.lockstep.reader.lookup;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.redis.LeaseOutcome;
import dev.lockstep.cache.redis.LeaseOutcome.Granted;
import dev.lockstep.cache.redis.Reading.Kind;
import dev.lockstep.reader.lookup.Step.Answer;
import dev.lockstep.reader.lookup.Step.AskForLease;
import dev.lockstep.reader.lookup.Step.LoadAndFill;
import dev.lockstep.reader.lookup.Step.LoadOnly;
import dev.lockstep.reader.lookup.Step.WaitForOther;
import dev.lockstep.reader.lookup.Step.WaitForWorker;
import dev.lockstep.reader.source.Sighting;
import dev.lockstep.reader.source.SourceRow;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides where the answer to a lookup comes from, and whether what was read from the database may be left in Redis.
 * Does nothing itself, so that every decision can be tried without a server; {@link Lookup} does what is decided here.
 *
 * <h2>The danger</h2>
 *
 * A reader finds nothing in Redis, reads the old row, is held up; the row changes and the worker writes the new one, or it
 * is evicted again; the reader stores the old row. Nothing will ever correct it, since the change has gone by. Answering
 * with a row that was just read is always right. Only <em>keeping</em> it needs proof, so every doubt below leads to
 * the same harmless end: answer from the database, leave Redis alone, and let a later request fill the row.
 *
 * <h2>What a kept row says of itself</h2>
 *
 * A filled entry carries two places in the binlog. Its <em>position</em>: every change up to here is in the row. And
 * <em>seenUpTo</em>: no change that starts here or later is in the row. The worker skips changes up to the position,
 * writes changes from seenUpTo on, and for the changes between, of which nobody knows, makes the entry <em>settling</em>.
 * A position that is too high loses a change for ever; a seenUpTo that is too low lets the row go back in time. So each
 * must be a bound that is certain, and they come from different sides:
 *
 * <ol>
 *   <li>The position is the partition's watermark as the lease found it, before anything was read. It is a lower bound
 *       only if the read shows all of it, and that is not certain: MySQL puts a transaction into the binlog, and the
 *       worker has it, before its rows can be seen by a SELECT. Hence the check on the reading connection, before the
 *       read, that the server is the one whose binlog the watermark counts in, and that its {@code gtid_executed}, which
 *       a transaction enters only after its rows can be seen, holds all of the watermark's transactions.
 *   <li>seenUpTo is the end of the binlog, asked after the read. It runs ahead of what can be seen, which is the safe
 *       side here. For the same reason it must never serve as a position.
 * </ol>
 *
 * <h2>What can come in between</h2>
 *
 * The fill is stored only while the lease's token stands in the entry. A change of the row that the worker applies
 * meanwhile replaces the token; a flush, a failover or the lease's end takes it away; another reader's lease has another
 * token. All of these refuse the fill. A raised fence does not touch the token, and need not: the filled row has the old
 * watermark as its position and so stands behind the fence. What changed in the database but has not reached the
 * worker is between position and seenUpTo, or after both; it comes later and does the right thing.
 *
 * <h2>When the table changes its shape</h2>
 *
 * The lease names the shape in which the caller knows the table, and is not given where the worker knows another one or does
 * not follow the table at all; from the statement that changes a table until the worker has looked at it anew, it is given
 * to nobody. And the shape is asked for again with every read, after the check of visibility: so it is at least as new as the
 * watermark, and a fence that is still to come stands above the filled row.
 *
 * <h2>What a caller may demand</h2>
 *
 * A bound on the age, a place in the history that must be in the answer, or the database itself. Redis is asked first, and
 * again while the worker can be expected to get there in time; then the database answers, which is the writer and so has
 * everything in it. What Redis has and is too old is left alone: the worker will see to it.
 *
 * <h2>When not even to ask for the lease</h2>
 *
 * A lease that comes to nothing keeps others from filling the row while it stands, so what is known before is decided
 * before. If the worker is far behind, the stretch between position and seenUpTo is long and most filled rows would
 * settle; the fill would be work for nothing. If nobody knows how far behind it is, neither.
 */
final class LookupRule {

    /** Whether a row that was read may be left in Redis. */
    sealed interface Verdict {}

    /** It may, with this bound. */
    record Keep(Coordinate seenUpTo) implements Verdict {}

    /** It must not. */
    record Leave(Doubt doubt) implements Verdict {}

    /** How long it usually takes until the worker has proved a little more, besides how far it is behind. */
    private static final Duration USUAL_PROOF = Duration.ofMillis(50);

    private final Duration mostLag;
    private final int documentBytes;

    /**
     * A rule.
     *
     * @param mostLag how far the worker may be behind for rows to be filled
     * @param documentBytes of the largest document that is kept, where its table has no bound of its own
     */
    LookupRule(Duration mostLag, int documentBytes) {
        this.mostLag = mostLag;
        this.documentBytes = documentBytes;
    }

    /**
     * What to do with what Redis knows.
     *
     * @param left how long the worker may be waited for
     */
    Step afterRead(Kind kind, Optional<Duration> age, Demand demand, Duration left) {
        return switch (kind) {
            case PRESENT, ABSENT -> afterRow(age, demand, left);
            case LEASED -> demand.strong() ? new LoadOnly(Doubt.ASKED) : new WaitForOther();
            // Settling may be over: only the lease compares it with the watermark.
            case SETTLING, NOTHING -> isNear(age) ? new AskForLease() : new LoadOnly(Doubt.WORKER_BEHIND);
        };
    }

    /**
     * What to do where something has to be in the answer: what Redis knows may be used only if it is.
     *
     * @param age of what Redis has, as the worker's lag is seen from here
     * @param left how long the worker may be waited for
     */
    Optional<Step> afterReached(boolean reached, Optional<Duration> age, Duration left) {
        if (reached) {
            return Optional.empty();
        }
        // What was committed when the worker's lag began is there as long after as the lag is.
        boolean hopeful =
                age.filter(lag -> lag.compareTo(left.plus(USUAL_PROOF)) <= 0).isPresent();
        return Optional.of(hopeful && !left.isZero() ? new WaitForWorker() : new LoadOnly(Doubt.NOT_REACHED));
    }

    /** What to do when somebody else was filling the row, and Redis was asked again. */
    Step afterWait(Kind kind, Optional<Duration> age, Demand demand, boolean overdue) {
        return switch (kind) {
            case PRESENT, ABSENT -> afterRow(age, demand, Duration.ZERO);
            case LEASED -> overdue ? new LoadOnly(Doubt.TAKEN) : new WaitForOther();
            // The other has come to nothing, or a change has come in between. One request was late enough; the next
            // fills.
            case SETTLING -> new LoadOnly(Doubt.UNFIT);
            case NOTHING -> new LoadOnly(Doubt.TAKEN);
        };
    }

    /** What to do with the answer to the request for a lease. */
    Step afterLease(LeaseOutcome outcome, Demand demand) {
        return switch (outcome) {
            case LeaseOutcome.Found found -> afterRow(found.reading().age(), demand, Duration.ZERO);
            case LeaseOutcome.Taken taken -> demand.strong() ? new LoadOnly(Doubt.ASKED) : new WaitForOther();
            case LeaseOutcome.Unfit unfit -> new LoadOnly(Doubt.UNFIT);
            case LeaseOutcome.OtherShape other -> new LoadOnly(Doubt.OTHER_SHAPE);
            case Granted granted -> afterGrant(granted);
        };
    }

    private static Step afterRow(Optional<Duration> age, Demand demand, Duration left) {
        if (demand.strong()) {
            return new LoadOnly(Doubt.ASKED);
        }
        if (demand.allows(age)) {
            return new Answer();
        }
        Duration most = demand.maxStaleness().orElse(Duration.ZERO);
        boolean hopeful = age.filter(known -> known.minus(most).compareTo(left.plus(USUAL_PROOF)) <= 0)
                .isPresent();
        return hopeful && !left.isZero() ? new WaitForWorker() : new LoadOnly(Doubt.TOO_OLD);
    }

    /** What to do with what was read under a lease. */
    Verdict afterLoad(Granted lease, Sighting sighting) {
        return switch (sighting) {
            case Sighting.Doubtful doubtful -> new Leave(doubt(doubtful.why()));
            case Sighting.Complete complete -> afterLoad(lease, complete);
        };
    }

    private Step afterGrant(Granted lease) {
        if (!isNear(lease.age())) {
            return new LoadOnly(Doubt.WORKER_BEHIND);
        }
        // The empty set is part of every other, and would prove nothing.
        if (lease.gtids().isBlank() || lease.server().isBlank()) {
            return new LoadOnly(Doubt.NOTHING_TO_CHECK);
        }
        return new LoadAndFill(lease);
    }

    private Verdict afterLoad(Granted lease, Sighting.Complete sighting) {
        if (!sighting.found().row().map(this::isKept).orElse(true)) {
            return new Leave(Doubt.NOT_KEPT);
        }
        // Cannot be, unless somebody has reset the binlog under the same server identity.
        if (sighting.seenUpTo().compareTo(lease.watermark().transaction()) < 0) {
            return new Leave(Doubt.NO_END);
        }
        return new Keep(sighting.seenUpTo());
    }

    private boolean isKept(SourceRow row) {
        int most = row.mostBytes().orElse(documentBytes);
        return row.kept()
                && row.document().filter(document -> document.length() <= most).isPresent();
    }

    private static Doubt doubt(Sighting.Shortfall shortfall) {
        return switch (shortfall) {
            case OTHER_SERVER -> Doubt.OTHER_SERVER;
            case NOT_VISIBLE -> Doubt.NOT_VISIBLE;
            case NO_BINLOG -> Doubt.NO_END;
        };
    }

    private boolean isNear(Optional<Duration> age) {
        return age.filter(lag -> lag.compareTo(mostLag) <= 0).isPresent();
    }
}
