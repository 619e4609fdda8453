package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.debezium.connector.binlog.BinlogStreamingChangeEventSource;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.spi.OffsetContext;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** What the engine has and does not show. */
final class EngineInside {

    private static final Map<String, String> PARTITION = Map.of("server", EngineProperties.ENGINE);

    private final ChangeEventSourceCoordinator<?, ?> coordinator;

    EngineInside(ChangeEventSourceCoordinator<?, ?> coordinator) {
        this.coordinator = coordinator;
    }

    /** Of the binlog connection; made before the coordinator is, connected by it. */
    BinaryLogClient client() throws ReflectiveOperationException {
        Object factory = value(ChangeEventSourceCoordinator.class, coordinator, "changeEventSourceFactory");
        return (BinaryLogClient) value(factory.getClass(), factory, "binaryLogClient");
    }

    EventDispatcher<?, ?> dispatcher() throws ReflectiveOperationException {
        return (EventDispatcher<?, ?>) value(ChangeEventSourceCoordinator.class, coordinator, "eventDispatcher");
    }

    /** Puts notices between the engine's records; to be called on the thread that reads the binlog. */
    Notices notices() throws ReflectiveOperationException {
        EventDispatcher<?, ?> dispatcher = dispatcher();
        return (notice, end) ->
                dispatcher.enqueueNotification(new SourceRecord(PARTITION, offset(end), Notice.TOPIC, null, notice));
    }

    private Map<String, ?> offset(long end) {
        var source = (BinlogStreamingChangeEventSource<?, ?>)
                coordinator.getStreamingSource().orElseThrow();
        OffsetContext context = source.getOffsetContext();
        Map<String, Object> place = new HashMap<>(context.getOffset());
        if (end != Notices.IN_TRANSACTION) {
            place.put("pos", end);
            place.remove("event");
            place.remove("row");
        }
        return place;
    }

    private static Object value(Class<?> owner, Object object, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
