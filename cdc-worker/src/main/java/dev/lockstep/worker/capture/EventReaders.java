package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.RowDeserializers.DeleteRowsDeserializer;
import io.debezium.connector.binlog.event.RowDeserializers.UpdateRowsDeserializer;
import io.debezium.connector.binlog.event.RowDeserializers.WriteRowsDeserializer;
import io.debezium.connector.binlog.event.TransactionPayloadDeserializer;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * Puts right what would end the engine every time anew at the same event.
 *
 * <p>A date that is in no calendar, such as February 31, which MySQL may be set to accept: told to be lenient, the readers
 * of rows make {@link java.time.LocalDate#EPOCH} of it, that very object, which {@link RawValues} knows from a real first
 * of January 1970. The engine's own setting for that would also make it pass over events in silence.
 *
 * <p>What a table's event says beyond its columns' types, see {@link PlainTables}.
 *
 * <p>There is no other way to reach the readers; hence the look inside.
 */
final class EventReaders extends BinaryLogClient.AbstractLifecycleListener {

    private static final EventProcessingFailureHandlingMode LENIENT = EventProcessingFailureHandlingMode.SKIP;

    private EventReaders() {}

    /**
     * Makes an engine that was just started read so.
     *
     * @throws IllegalStateException where its inside has changed, or it reads already
     */
    static void in(ChangeEventSourceCoordinator<?, ?> coordinator) {
        Object factory = read(field(ChangeEventSourceCoordinator.class, "changeEventSourceFactory"), coordinator);
        BinaryLogClient client = (BinaryLogClient) read(field(factory.getClass(), "binaryLogClient"), factory);
        client.registerLifecycleListener(new EventReaders());
        if (client.getConnectionId() > 0) {
            throw new IllegalStateException("the engine has begun to read before it could be told how");
        }
    }

    /** On the thread that reads, before it does. */
    @Override
    @SuppressWarnings("unchecked")
    public void onConnect(BinaryLogClient client) {
        var events = (EventDeserializer) read(field(BinaryLogClient.class, "eventDeserializer"), client);
        Object rows = events.getEventDataDeserializer(EventType.EXT_WRITE_ROWS);
        var tables = (Map<Long, TableMapEventData>)
                read(field(AbstractRowsEventDataDeserializer.class, "tableMapEventByTableId"), rows);
        events.setEventDataDeserializer(
                EventType.EXT_WRITE_ROWS,
                new WriteRowsDeserializer(tables, LENIENT).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(
                EventType.EXT_UPDATE_ROWS,
                new UpdateRowsDeserializer(tables, LENIENT).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(
                EventType.EXT_DELETE_ROWS,
                new DeleteRowsDeserializer(tables, LENIENT).setMayContainExtraInformation(true));
        events.setEventDataDeserializer(
                EventType.TRANSACTION_PAYLOAD, new TransactionPayloadDeserializer(tables, LENIENT));
        // Set by its setter, it would be asked only after the one that fails.
        write(field(EventDeserializer.class, "tableMapEventDataDeserializer"), events, new PlainTables());
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the engine looks otherwise inside", e);
        }
    }

    private static Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the engine cannot be looked into", e);
        }
    }

    private static void write(Field field, Object owner, Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the engine cannot be looked into", e);
        }
    }
}
