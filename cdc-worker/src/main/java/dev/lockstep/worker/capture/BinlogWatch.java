package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.GtidEventData;
import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.XAPrepareEventData;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.worker.capture.Notice.Kind;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every event of the binlog before the engine does, and gives notice of what the engine would leave out or stumble
 * over: changes of schema, statements in place of rows, rows that are not whole or of another time, XA transactions, and rows
 * that foreign keys change without an event. Such events are emptied, so that the engine passes over them.
 *
 * <p>Called on the one thread that reads the binlog.
 */
final class BinlogWatch implements BinaryLogClient.EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(BinlogWatch.class);

    /** How the server begins a transaction itself; nothing else comes as often. */
    private static final String BEGIN = "BEGIN";

    /** A statement that the engine leaves alone; in place of one that it need not see. */
    private static final String NOTHING = "FLUSH PRIVILEGES";

    private final Map<TableName, RowLayout> followed;
    private final boolean mayGrow;
    private final Cascades cascades;
    private final Set<TableName> watched;
    private final Consumer<RuntimeException> onFailure;
    private final XaTransactions xa = new XaTransactions();
    private final Map<Long, Mapped> mapped = new HashMap<>();
    private final Set<TableName> noticed = new HashSet<>();
    private final Set<String> warned = new HashSet<>();
    private @Nullable Notices notices;
    private String gtid = "";
    private boolean inTransaction;

    /**
     * For one run.
     *
     * @param onFailure told of what must not be passed over in silence
     */
    BinlogWatch(Followed which, Consumer<RuntimeException> onFailure) {
        this.followed = which.tables().stream().collect(Collectors.toMap(TableSchema::name, RowLayout::new));
        this.mayGrow = which.mayGrow();
        this.cascades = which.cascades();
        this.watched = new HashSet<>(followed.keySet());
        this.watched.addAll(cascades.parents());
        this.onFailure = onFailure;
    }

    /**
     * What is followed.
     *
     * @param mayGrow whether notice is to be given of tables that come
     * @param cascades what foreign keys change without an event
     */
    record Followed(Collection<TableSchema> tables, boolean mayGrow, Cascades cascades) {}

    /** A table of which rows follow in this transaction. */
    private record Mapped(TableName table, @Nullable RowLayout layout, String misfit, int columns) {}

    /** Where notices go; to be told before the first event comes. */
    void tell(Notices to) {
        notices = to;
    }

    @Override
    public void onEvent(Event event) {
        try {
            look(event);
        } catch (RuntimeException e) {
            // The client would only log it.
            onFailure.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Event event) throws InterruptedException {
        EventHeaderV4 header = event.getHeader();
        switch (header.getEventType()) {
            case GTID -> begin(((GtidEventData) event.getData()).getMySqlGtid().toString());
            case GTID_TAGGED ->
                begin(((GtidTaggedEventData) event.getData()).getMySqlGtid().toString());
            case ANONYMOUS_GTID -> begin("");
            case QUERY -> query(event.getData(), header.getNextPosition());
            case XID -> inTransaction = false;
            case TABLE_MAP -> map(event.getData());
            case WRITE_ROWS, EXT_WRITE_ROWS -> inserted(event.getData());
            case UPDATE_ROWS, EXT_UPDATE_ROWS -> updated(event.getData());
            case DELETE_ROWS, EXT_DELETE_ROWS -> deleted(event.getData());
            case PARTIAL_UPDATE_ROWS_EVENT -> partlyUpdated();
            case BEGIN_LOAD_QUERY, EXECUTE_LOAD_QUERY -> statementInPlaceOfRows("LOAD DATA", header.getNextPosition());
            case XA_PREPARE -> prepared(event.getData(), header.getNextPosition());
            case TRANSACTION_PAYLOAD -> {
                for (Event each : ((TransactionPayloadEventData) event.getData()).getUncompressedEvents()) {
                    look(each);
                }
            }
            default -> {}
        }
    }

    private void begin(String next) {
        gtid = next;
        inTransaction = false;
        mapped.clear();
        noticed.clear();
    }

    private void query(QueryEventData query, long end) throws InterruptedException {
        if (query.getSql().equals(BEGIN)) {
            inTransaction = true;
            return;
        }
        Statement statement = new Statement(query.getSql());
        switch (statement.kind()) {
            case BEGIN -> inTransaction = true;
            case END -> inTransaction = false;
            case XA -> xa(statement, end);
            case SCHEMA, TRUNCATE -> {
                schema(statement, query.getSql(), end);
                query.setSql(NOTHING);
            }
            case HARMLESS -> {
                passed(end);
                query.setSql(NOTHING);
            }
            case DATA -> {
                statementInPlaceOfRows(statement.first(), end);
                query.setSql(NOTHING);
            }
        }
    }

    private void schema(Statement statement, String sql, long end) throws InterruptedException {
        Set<TableName> touched = watched.stream().filter(statement::touches).collect(Collectors.toSet());
        if (touched.isEmpty()) {
            if (mayGrow && statement.bringsTables()) {
                put(Kind.SCHEMA, Set.of(), "a table has come: " + sql, end);
            } else {
                passed(end);
            }
            return;
        }
        boolean truncated = statement.kind() == Statement.Kind.TRUNCATE;
        if (!truncated) {
            // What was taken from a parent's row before may have been another column.
            touched.addAll(touched.stream()
                    .flatMap(each -> cascades.afterAny(each).stream())
                    .toList());
        }
        touched.retainAll(followed.keySet());
        put(truncated ? Kind.AT_ONCE : Kind.SCHEMA, touched, truncated ? "truncated" : "schema change: " + sql, end);
    }

    private void passed(long end) throws InterruptedException {
        if (!inTransaction && !xa.isOpen()) {
            put(Kind.PASSED, Set.of(), "", end);
        }
    }

    private void statementInPlaceOfRows(String first, long end) throws InterruptedException {
        String reason = "%s as a statement in place of its rows (expected: binlog_format=ROW)".formatted(first);
        warn("the binlog has {}; every table is loaded anew", reason);
        clear(followed.keySet(), reason, end);
    }

    private void xa(Statement statement, long end) throws InterruptedException {
        if (statement.begins("XA", "START") || statement.begins("XA", "BEGIN")) {
            xa.start(statement.rest());
        } else if (statement.begins("XA", "COMMIT")) {
            committed(xa.commit(statement.rest()), end);
        } else if (statement.begins("XA", "ROLLBACK")) {
            xa.rollback(statement.rest());
            passed(end);
        }
    }

    private void prepared(XAPrepareEventData prepared, long end) throws InterruptedException {
        Set<TableName> tables = xa.prepare();
        if (prepared.isOnePhase()) {
            committed(tables, end);
        } else {
            passed(end);
        }
    }

    /** What was prepared before this run is not known. */
    private void committed(@Nullable Set<TableName> tables, long end) throws InterruptedException {
        Set<TableName> touched = tables == null ? followed.keySet() : tables;
        if (touched.isEmpty()) {
            passed(end);
            return;
        }
        warn("the binlog has {}; their tables are loaded anew", "XA transactions");
        put(Kind.AT_ONCE, touched, "an XA transaction", end);
    }

    private void map(TableMapEventData map) {
        TableName table = new TableName(map.getDatabase(), map.getTable());
        RowLayout layout = followed.get(table);
        mapped.put(
                map.getTableId(),
                new Mapped(table, layout, layout == null ? "" : layout.misfit(map), map.getColumnTypes().length));
    }

    private void inserted(WriteRowsEventData data) throws InterruptedException {
        Mapped table = mapped.get(data.getTableId());
        if (table != null && isToBeEmptied(table, data.getIncludedColumns())) {
            data.setRows(List.of());
        }
    }

    private void deleted(DeleteRowsEventData data) throws InterruptedException {
        Mapped table = mapped.get(data.getTableId());
        if (table == null) {
            return;
        }
        if (isToBeEmptied(table, data.getIncludedColumns())) {
            data.setRows(List.of());
        }
        cascade(table.table(), cascades.afterDelete(table.table()));
    }

    private void updated(UpdateRowsEventData data) throws InterruptedException {
        Mapped table = mapped.get(data.getTableId());
        if (table == null) {
            return;
        }
        if (cascades.parents().contains(table.table())) {
            Set<String> columns = ChangedColumns.of(cascades.referenced(table.table()), data, table.columns());
            cascade(table.table(), cascades.afterUpdate(table.table(), columns));
        }
        if (isToBeEmptied(table, data.getIncludedColumnsBeforeUpdate(), data.getIncludedColumns())) {
            data.setRows(List.of());
        }
    }

    private void cascade(TableName parent, Set<TableName> children) throws InterruptedException {
        clear(children, "foreign keys reach it from " + parent, Notices.IN_TRANSACTION);
    }

    /** Whether the engine must not see the rows; if so, notice is given. */
    private boolean isToBeEmptied(Mapped table, BitSet... images) throws InterruptedException {
        RowLayout layout = table.layout();
        if (layout == null) {
            return false;
        }
        String reason = table.misfit();
        for (BitSet each : images) {
            if (reason.isEmpty() && !layout.isWhole(each)) {
                reason = "rows without all their columns (expected: binlog_row_image=FULL)";
            }
        }
        if (!reason.isEmpty()) {
            warn("the binlog has {}; the table is loaded anew", reason + ", of " + table.table());
            clear(Set.of(table.table()), reason, Notices.IN_TRANSACTION);
        }
        if (xa.isOpen()) {
            // Not committed yet, and perhaps never.
            xa.touch(Set.of(table.table()));
            return true;
        }
        return !reason.isEmpty();
    }

    /** The client does not say which table the rows are of. */
    private void partlyUpdated() throws InterruptedException {
        String reason = "JSON in parts (expected: binlog_row_value_options='')";
        warn("the binlog has {}; the tables of the transaction are loaded anew", reason);
        Set<TableName> tables = mapped.values().stream().map(Mapped::table).collect(Collectors.toSet());
        tables.retainAll(followed.keySet());
        clear(tables, reason, Notices.IN_TRANSACTION);
    }

    /** Once for each table and transaction. */
    private void clear(Set<TableName> tables, String reason, long end) throws InterruptedException {
        if (tables.isEmpty()) {
            return;
        }
        if (xa.isOpen()) {
            xa.touch(tables);
            return;
        }
        if (!inTransaction) {
            put(Kind.AT_ONCE, tables, reason, end);
            return;
        }
        Set<TableName> fresh = tables.stream().filter(noticed::add).collect(Collectors.toSet());
        if (!fresh.isEmpty()) {
            put(Kind.WITH_TRANSACTION, fresh, reason, Notices.IN_TRANSACTION);
        }
    }

    private void put(Kind kind, Set<TableName> tables, String reason, long end) throws InterruptedException {
        if (notices == null) {
            throw new IllegalStateException("an event before anybody listens");
        }
        long place = inTransaction ? Notices.IN_TRANSACTION : end;
        notices.put(new Notice(kind, Set.copyOf(tables), gtid, reason), place);
    }

    /** Once in a run for each reason. */
    private void warn(String words, String reason) {
        if (warned.add(reason)) {
            LOG.warn(words, reason);
        }
    }
}
