package dev.lockstep.worker.capture;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Watermark.Progress;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.worker.change.Change;
import dev.lockstep.worker.change.ChangeSink;
import io.debezium.data.Envelope;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the engine's records into changes. What cannot be decoded becomes an unclear row or a cleared table: the stream
 * goes on, and readers ask the database.
 *
 * <p>Not thread safe.
 */
final class RecordDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDecoder.class);

    static final String TRANSACTIONS = EngineProperties.ENGINE + ".transaction";
    private static final String SIGNS_OF_LIFE = "__debezium-heartbeat." + EngineProperties.ENGINE;

    private final Map<String, TableSchema> tables = new HashMap<>();
    private final IdentityHashMap<Schema, RowDecoder> decoders = new IdentityHashMap<>();
    private final Map<TableName, String> clearedAtItsEnd = new HashMap<>();
    private final Set<TableName> miscounted = new HashSet<>();
    private final HalfApplied half;
    private final Position reached;
    private final Progression progression;
    /**
     * Where the engine was told to begin: it gives its first sign of life before there is a connection. By GTIDs the server may
     * begin in a file before, so that nothing is known to have come up to there.
     */
    private @Nullable Position firstSign;

    private boolean ended;

    /**
     * At the beginning of a run.
     *
     * @param reached by every partition; what ended the run before is sent again and must not end this one
     * @param half what was applied in part when tables looked otherwise
     */
    RecordDecoder(Collection<TableSchema> tables, Position reached, HalfApplied half) {
        tables.forEach(each -> this.tables.put(TableTopics.of(each.name()), each));
        this.reached = reached;
        this.half = half;
        this.progression = new Progression(reached.epoch());
    }

    void decode(SourceRecord record, ChangeSink sink) throws InterruptedException {
        if (ended) {
            return;
        }
        if (record.value() instanceof Notice notice) {
            notice(record, notice, sink);
        } else if (record.value() instanceof Struct value
                && !record.sourceOffset().containsKey("snapshot")) {
            decode(record, value, sink);
        }
    }

    private void decode(SourceRecord record, Struct value, ChangeSink sink) throws InterruptedException {
        switch (record.topic()) {
            case TRANSACTIONS -> transaction(record, value, sink);
            case SIGNS_OF_LIFE -> signOfLife(record, sink);
            default -> row(record, value, sink);
        }
    }

    private void transaction(SourceRecord record, Struct value, ChangeSink sink) throws InterruptedException {
        if ("END".equals(value.getString("status"))) {
            String id = value.getString("id");
            // Without GTIDs the engine makes an identifier of its own.
            String gtid = id.startsWith("file=") ? "" : id;
            // It may be in other tables only, which nobody needs to know of.
            boolean unusedAnonymous = progression.isAnonymous(record, gtid);
            Change.Reached end = progression.endOfTransaction(record, gtid);
            clearMiscounted();
            if (clearedAtItsEnd.isEmpty()) {
                sink.accept(end);
            } else {
                String reasons = String.join("; ", new TreeSet<>(clearedAtItsEnd.values()));
                sink.accept(cleared(end.progress(), clearedAtItsEnd.keySet(), false, reasons));
                clearedAtItsEnd.clear();
            }
        }
    }

    /** Some of the rows may have been taken for replays. */
    private void clearMiscounted() {
        boolean reshaped = half.reshaped().stream()
                .anyMatch(each -> miscounted.contains(each) || clearedAtItsEnd.containsKey(each));
        if (reshaped) {
            miscounted.forEach(each -> clearedAtItsEnd.putIfAbsent(each, "half applied when tables looked otherwise"));
        }
        miscounted.clear();
    }

    private void signOfLife(SourceRecord record, ChangeSink sink) throws InterruptedException {
        Optional<Progress> progress = progression.signOfLife(record);
        if (progress.isEmpty()) {
            return;
        }
        Position position = progress.get().position();
        Position first = firstSign;
        if (first == null) {
            firstSign = position;
        } else if (!position.equals(first)) {
            sink.accept(Change.Reached.at(progress.get()));
        }
    }

    private void notice(SourceRecord record, Notice notice, ChangeSink sink) throws InterruptedException {
        boolean anonymous = progression.isAnonymous(record, notice.gtid());
        if (anonymous && notice.kind() != Notice.Kind.PASSED) {
            throw new AnonymousTransactionException(notice.tables());
        }
        if (notice.kind() == Notice.Kind.WITH_TRANSACTION) {
            notice.tables().forEach(each -> clearedAtItsEnd.putIfAbsent(each, notice.reason()));
            return;
        }
        Progress progress = progression.statement(record, notice.gtid());
        if (progress.position().compareTo(reached) <= 0) {
            return;
        }
        boolean reshaped = notice.kind() == Notice.Kind.SCHEMA;
        sink.accept(
                notice.tables().isEmpty()
                        ? Change.Reached.at(progress)
                        : cleared(progress, notice.tables(), reshaped, notice.reason()));
        if (reshaped) {
            sink.accept(new Change.SchemaChanged(progress.position(), progress));
            // What follows may have another shape; it is read again by the next run.
            ended = true;
        }
    }

    private static Change cleared(Progress progress, Set<TableName> tables, boolean reshaped, String reason) {
        return new Change.TablesCleared(progress.position(), progress, Set.copyOf(tables), reshaped, reason);
    }

    private void row(SourceRecord record, Struct value, ChangeSink sink) throws InterruptedException {
        TableSchema table = tables.get(record.topic());
        if (table == null) {
            return;
        }
        Struct source = value.getStruct(Envelope.FieldName.SOURCE);
        String gtid = source.getString("gtid");
        if (progression.isAnonymous(record, gtid)) {
            throw new AnonymousTransactionException(table.name());
        }
        Envelope.Operation operation = Envelope.Operation.forCode(value.getString(Envelope.FieldName.OPERATION));
        Progression.Row row = progression.nextRow(record, gtid, source.getInt64("ts_ms"));
        if (half.transactions().contains(row.position().transaction())) {
            miscounted.add(table.name());
        }
        sink.accept(change(record, value, table, operation, row));
    }

    private Change change(
            SourceRecord record, Struct value, TableSchema table, Envelope.Operation operation, Progression.Row row) {
        Position position = row.position();
        RowDecoder.Found found;
        RowDecoder decoder;
        try {
            decoder = decoders.computeIfAbsent(value.schema(), schema -> new RowDecoder(table, schema));
            found = decoder.found(record, value);
        } catch (RuntimeException e) {
            LOG.warn(
                    "a record of {} at {} cannot be decoded; the whole table is loaded anew",
                    table.name(),
                    position,
                    e);
            return cleared(
                    row.transaction().progressAt(position),
                    Set.of(table.name()),
                    false,
                    "a record without readable keys");
        }
        if (found.isNowhere()) {
            return new Change.Reached(position, () -> row.transaction().progressAt(position));
        }
        if (operation == Envelope.Operation.DELETE) {
            return new Change.RowDeleted(position, row.transaction(), found.before());
        }
        try {
            return new Change.RowWritten(
                    position, row.transaction(), found.now(), found.before(), table, decoder.values(value));
        } catch (RuntimeException e) {
            LOG.warn("row {} at {} cannot be decoded; it becomes a miss", found, position, e);
            return new Change.RowUnclear(
                    position, row.transaction(), found.now(), found.before(), String.valueOf(e.getMessage()));
        }
    }
}
