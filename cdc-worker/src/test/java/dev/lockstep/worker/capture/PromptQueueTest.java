package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class PromptQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PromptQueue queue = new PromptQueue();

    @Test
    void anEventWaitsUntilThoseBeforeItAreTaken() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        queue.enqueue(record());
        Thread next = arriving();
        isWaiting(next);

        assertThat(queue.take(1)).hasSize(1);

        assertThat(next.join(PATIENCE)).as("it goes on").isTrue();
    }

    @Test
    void theEngineTakesToo() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        Thread next = arriving();
        isWaiting(next);

        assertThat(queue.poll()).isNotNull();

        assertThat(next.join(PATIENCE)).as("it goes on").isTrue();
    }

    @Test
    void anEventWithoutRecordsTakesNoRoom() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.arrived(1);
        queue.enqueue(record());

        assertThat(arriving().join(PATIENCE)).as("it goes on").isTrue();
    }

    @Test
    void nobodyWaitsForWhatIsClosed() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        Thread next = arriving();
        isWaiting(next);

        queue.close();

        assertThat(next.join(PATIENCE)).as("it goes on").isTrue();
        queue.enqueue(record());
        assertThat(queue.size()).isZero();
    }

    private Thread arriving() {
        return Thread.ofVirtual().start(new FutureTask<>(() -> {
            queue.arrived(1);
            return null;
        }));
    }

    private static void isWaiting(Thread thread) {
        Eventually.holds(PATIENCE, () -> assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING));
    }

    private static DataChangeEvent record() {
        return new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "topic", null, "value"));
    }
}
