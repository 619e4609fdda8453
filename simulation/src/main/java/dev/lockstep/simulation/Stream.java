package dev.lockstep.simulation;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.simulation.Server.Logged;
import dev.lockstep.simulation.Transaction.RowChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one server's binlog by GTIDs, one row, one end of a transaction or one sign of life at a time. What the
 * reader is said to have does not come; nor does what the server has purged before, and nobody says so.
 */
final class Stream {

    /** What comes: a row, a TRUNCATE, or neither; and how far that is. */
    record Event(@Nullable RowChange row, boolean clears, Progress progress) {}

    private final Server server;
    private final long epoch;
    private final long already;
    private final long purged;
    private long done;
    private int at;
    private int row;

    Stream(Server server, long epoch, long already) {
        this.server = server;
        this.epoch = epoch;
        this.purged = server.purged();
        this.already = already | purged;
        this.done = already;
    }

    /** Whether something is missing: purged before the stream began and passed over silently, or purged under its feet. */
    boolean hasGap(boolean alsoAtBegin, long offset) {
        boolean before = alsoAtBegin && !Gtids.contains(offset, purged);
        return before
                || (!isAtEnd()
                        && (server.purged()
                                        & server.binlog().get(at).transaction().bit())
                                != 0);
    }

    Server server() {
        return server;
    }

    /** Whether nothing but a sign of life would come. */
    boolean isAtEnd() {
        skip();
        return at == server.binlog().size();
    }

    Event next() {
        skip();
        List<Logged> binlog = server.binlog();
        if (at == binlog.size()) {
            return new Event(null, false, at(Position.before(epoch, server.end()), done));
        }
        Logged logged = binlog.get(at);
        Transaction transaction = logged.transaction();
        long with = done | transaction.bit();
        if (transaction.clears()) {
            at++;
            done = with;
            return new Event(null, true, at(Position.before(epoch, logged.end()), with));
        }
        if (row < transaction.rows().size()) {
            RowChange change = transaction.rows().get(row++);
            Position position = new Position(epoch, logged.start(), row);
            return new Event(change, false, new Progress(position, Gtids.text(done), Gtids.text(with)));
        }
        at++;
        row = 0;
        done = with;
        return new Event(null, false, at(new Position(epoch, logged.start(), Position.AFTER), with));
    }

    private void skip() {
        List<Logged> binlog = server.binlog();
        while (row == 0 && at < binlog.size()) {
            long bit = binlog.get(at).transaction().bit();
            if ((already & bit) == 0) {
                return;
            }
            done |= bit;
            at++;
        }
    }

    private static Progress at(Position position, long gtids) {
        return new Progress(position, Gtids.text(gtids), Gtids.text(gtids));
    }
}
