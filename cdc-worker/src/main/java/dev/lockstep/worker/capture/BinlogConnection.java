package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.lockstep.worker.capture.ConnectionLostException.Why;
import io.debezium.connector.binlog.BinlogStreamingChangeEventSource;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a run. The engine makes a lost one anew without a word, and somebody else may answer then, whose
 * binlog has other coordinates. So the first one is shown to whoever knows what server it must be, before a record is
 * handed on, and its end is the end of the run.
 *
 * <p>The engine makes its task by reflection, hence the name by which the task finds its connection here.
 */
final class BinlogConnection implements BinaryLogClient.LifecycleListener, AutoCloseable {

    /** The engine's setting that carries the name. */
    static final String KEY = "lockstep.connection";

    /** The server's word for a binlog that it cannot send from there: purged, gone back, or without GTIDs. */
    private static final int REFUSED = 1236;

    private static final Map<String, BinlogConnection> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();

    private final String name = Long.toString(COUNT.incrementAndGet());
    private final ConnectionCheck check;
    private final Consumer<ConnectionLostException> onLoss;
    private final Runnable onFirstEvent;
    private final Handler handler;
    private final BinlogWatch watch;
    private boolean met;
    private boolean read;
    private volatile @Nullable PromptQueue queue;
    private volatile @Nullable ConnectionLostException lost;

    BinlogConnection(
            BinlogWatch.Followed followed,
            ConnectionCheck check,
            Runnable onFirstEvent,
            Consumer<ConnectionLostException> onLoss,
            Handler handler) {
        this.check = check;
        this.onFirstEvent = onFirstEvent;
        this.onLoss = onLoss;
        this.handler = handler;
        this.watch = new BinlogWatch(
                followed,
                problem -> lost(new ConnectionLostException("cannot be understood: " + problem, Why.UNREADABLE)));
        OPEN.put(name, this);
    }

    static BinlogConnection named(String name) {
        BinlogConnection connection = OPEN.get(name);
        if (connection == null) {
            throw new IllegalStateException("%s: '%s' (expected: the name of an open one)".formatted(KEY, name));
        }
        return connection;
    }

    String name() {
        return name;
    }

    /**
     * Has every event looked at before the engine sees it.
     *
     * @param queue where what comes of them waits
     * @throws IllegalStateException where it is too late for that
     */
    void watch(BinaryLogClient client, Notices notices, PromptQueue queue) {
        this.queue = queue;
        watch.tell(notices);
        client.registerEventListener(event -> arrived(event, queue));
        client.registerEventListener(watch);
        if (client.getConnectionId() > 0) {
            throw new IllegalStateException("the binlog is read already");
        }
    }

    /**
     * Called when records have been taken and before they are handed on; those that come from the binlog come after there is a
     * connection.
     *
     * @throws ConnectionLostException where it is not the run's one connection any more
     * @throws CaptureEndedException where the engine has failed at an event; it may read on, and what follows is not wanted
     */
    void require(ChangeEventSourceCoordinator<?, ?> coordinator) {
        if (!met) {
            coordinator
                    .getStreamingSource()
                    .map(source -> ((BinlogStreamingChangeEventSource<?, ?>) source).getBinaryLogClient())
                    .filter(client -> client.getConnectionId() > 0)
                    .ifPresent(this::meet);
        }
        ConnectionLostException loss = lost;
        if (loss != null) {
            throw loss;
        }
        Throwable failure = coordinator.getErrorHandler().getProducerThrowable();
        if (failure != null) {
            throw new CaptureEndedException("the engine has failed at an event: " + failure.getMessage(), failure);
        }
    }

    /** Hands records on. */
    void handle(List<SourceRecord> records) throws InterruptedException {
        handler.handle(records);
    }

    /** Takes no more: nobody waits for it, and whoever reads the binlog must not wait for room. */
    void abandon() {
        PromptQueue waiting = queue;
        if (waiting != null) {
            waiting.close();
        }
    }

    private void arrived(Event event, PromptQueue at) {
        if (!read) {
            read = true;
            onFirstEvent.run();
        }
        try {
            at.arrived(bytes(event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long bytes(Event event) {
        return event.getData() instanceof TransactionPayloadEventData packed
                ? packed.getUncompressedSize()
                : ((EventHeaderV4) event.getHeader()).getEventLength();
    }

    private void meet(BinaryLogClient client) {
        client.registerLifecycleListener(this);
        check.require(client.getConnectionId());
        met = true;
        if (!client.isConnected()) {
            lost(new ConnectionLostException("the connection to the source's binlog has ended", Why.CUT));
        }
    }

    /** The first that is heard of it says the most. */
    private synchronized void lost(ConnectionLostException loss) {
        if (lost == null) {
            lost = loss;
            onLoss.accept(loss);
        }
    }

    @Override
    public void onDisconnect(BinaryLogClient client) {
        lost(new ConnectionLostException("the source has ended the connection, or cannot be reached", Why.CUT));
    }

    @Override
    public void onConnect(BinaryLogClient client) {
        // Comes before its records do, and those are not wanted.
        lost(new ConnectionLostException("the connection was made anew", Why.CUT));
    }

    @Override
    public void onCommunicationFailure(BinaryLogClient client, Exception problem) {
        lost(lossOf(problem));
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient client, Exception problem) {
        // The engine ends by it, though it may read on until then; require asks it.
    }

    /** What a failure says of the place that was to be read; the engine wraps what the server has said. */
    static ConnectionLostException lossOf(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof ServerException server && server.getErrorCode() == REFUSED) {
                return new ConnectionLostException("the source refuses: " + each.getMessage(), Why.REFUSED);
            }
        }
        return new ConnectionLostException(String.valueOf(problem.getMessage()), Why.CUT);
    }

    /** Forgets it. */
    @Override
    public void close() {
        OPEN.remove(name);
    }
}
