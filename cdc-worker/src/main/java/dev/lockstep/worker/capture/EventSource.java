package dev.lockstep.worker.capture;

import io.debezium.connector.mysql.MySqlSourceInfoStructMaker;
import io.debezium.connector.mysql.SourceInfo;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What the engine says of where a row comes from, the same for all rows that stand at one place of the binlog: it took a tenth of
 * the engine's thread to say it anew for each. The number of the row is that of the first, and the table is not said, as a compressed
 * transaction has one place for all that is in it; the row's topic tells it.
 */
public final class EventSource extends MySqlSourceInfoStructMaker {

    private @Nullable Struct last;
    private @Nullable String gtid;
    private @Nullable String file;
    private long place;

    @Override
    public Struct struct(SourceInfo info) {
        Struct known = last;
        if (known != null && isThere(info)) {
            return known;
        }
        Struct struct = commonStruct(info)
                .put(SourceInfo.SERVER_ID_KEY, info.getServerId())
                .put(SourceInfo.GTID_KEY, info.getCurrentGtid())
                .put(SourceInfo.BINLOG_FILENAME_OFFSET_KEY, info.getCurrentBinlogFilename())
                .put(SourceInfo.BINLOG_POSITION_OFFSET_KEY, info.getCurrentBinlogPosition())
                .put(SourceInfo.BINLOG_ROW_IN_EVENT_OFFSET_KEY, info.getCurrentRowNumber());
        // What is read of a table's look is told and changed before there is a transaction.
        boolean inTransaction = !info.isSnapshot() && info.getCurrentGtid() != null;
        last = inTransaction ? struct : null;
        gtid = info.getCurrentGtid();
        file = info.getCurrentBinlogFilename();
        place = info.getCurrentBinlogPosition();
        return struct;
    }

    private boolean isThere(SourceInfo info) {
        return !info.isSnapshot()
                && info.getCurrentBinlogPosition() == place
                && info.getCurrentGtid() != null
                && info.getCurrentGtid().equals(gtid)
                && info.getCurrentBinlogFilename().equals(file);
    }
}
