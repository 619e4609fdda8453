package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.Transaction;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where the stream is, from the offsets that the engine puts on its records. An offset names the start of the transaction
 * that a record belongs to and the GTIDs before it; how far into the transaction is counted here, from its start, as the
 * engine may begin a transaction again after a lost connection.
 */
final class Progression {

    private final long epoch;
    private final EngineOffset.Reader offsets = new EngineOffset.Reader();
    private @Nullable Coordinate start;
    private @Nullable Transaction transaction;
    private @Nullable Coordinate begun;
    private @Nullable String begunGtid;
    private @Nullable String lastGtid;
    private @Nullable EngineOffset lastTransaction;
    private @Nullable Coordinate firstSeen;
    private @Nullable String seenGtid;
    private long structure;
    private long ordinal;

    Progression(long epoch) {
        this.epoch = epoch;
    }

    /** The next row of a transaction. */
    Row nextRow(SourceRecord record, @Nullable String gtid, long commitMillis) {
        EngineOffset offset = offsets.of(record);
        Coordinate at = offset.coordinate();
        Transaction current = transaction;
        if (current == null || !at.equals(start) || offset.structure() < structure) {
            requireForward(at, gtid);
            String before = offset.gtids();
            lastTransaction = offset;
            current = new Transaction(commitMillis, offset::resume, () -> with(before, gtid));
            transaction = current;
            start = at;
            ordinal = 0;
        }
        structure = offset.structure();
        ordinal++;
        return new Row(new Position(epoch, at, ordinal), current);
    }

    /** The end of a transaction, whose rows, if any were captured, have come before. */
    Change.Reached endOfTransaction(SourceRecord record, String gtid) {
        EngineOffset offset = offsets.of(record);
        requireForward(offset.coordinate(), gtid);
        lastGtid = gtid;
        lastTransaction = offset;
        transaction = null;
        Position position = new Position(epoch, offset.coordinate(), Position.AFTER);
        return new Change.Reached(position, () -> new Progress(position, offset.resume(), with(offset.gtids(), gtid)));
    }

    /** A statement outside of a transaction that has changed a table. */
    Progress statement(SourceRecord record, @Nullable String gtid) {
        EngineOffset offset = offsets.of(record);
        String gtids = with(offset.gtids(), gtid);
        lastGtid = gtid;
        lastTransaction = offset;
        transaction = null;
        return new Progress(Position.before(epoch, offset.coordinate()), offset.resume(), gtids);
    }

    /**
     * Whether the record's transaction has no GTID. The engine then leaves that of the transaction before, so this is to be
     * asked for every record.
     */
    boolean isAnonymous(SourceRecord record, @Nullable String gtid) {
        if (gtid == null || gtid.isEmpty()) {
            return true;
        }
        Coordinate at = offsets.of(record).coordinate();
        Coordinate first = firstSeen;
        if (first == null || !gtid.equals(seenGtid)) {
            firstSeen = at;
            seenGtid = gtid;
            return false;
        }
        return at.compareTo(first) > 0;
    }

    /** A sign of life; empty where it comes from the middle of a transaction and says nothing. */
    Optional<Progress> signOfLife(SourceRecord record) {
        EngineOffset offset = offsets.of(record);
        if (offset.structure() > 0) {
            return Optional.empty();
        }
        // The engine counts a statement's GTID only when the next one comes.
        String gtids = with(offset.gtids(), lastGtid);
        EngineOffset last = lastTransaction;
        String resume =
                last != null && last.file().equals(offset.file()) ? last.resume() : Offsets.blind(offset.file(), gtids);
        return Optional.of(new Progress(Position.before(epoch, offset.coordinate()), resume, gtids));
    }

    /**
     * A lost connection is made anew by the engine without a word, and somebody else may answer then. A transaction that
     * was cut off comes again from its start; any other one that is not further on is counted in other coordinates.
     */
    private void requireForward(Coordinate at, @Nullable String gtid) {
        Coordinate before = begun;
        if (before != null && at.compareTo(before) <= 0 && !Objects.equals(gtid, begunGtid)) {
            throw new RenumberedException(before, at);
        }
        begun = at;
        begunGtid = gtid;
    }

    private static String with(String gtids, @Nullable String gtid) {
        if (gtid == null || gtid.isEmpty()) {
            return gtids;
        }
        GtidSet set = new GtidSet(gtids);
        set.add(gtid);
        return set.toString();
    }

    /** The binlog is another one than a moment ago. */
    static final class RenumberedException extends RuntimeException {
        RenumberedException(Coordinate before, Coordinate now) {
            super("a transaction starts at %s, after one at %s: another server's binlog".formatted(now, before));
        }
    }

    /** A row's place. */
    record Row(Position position, Transaction transaction) {}
}
