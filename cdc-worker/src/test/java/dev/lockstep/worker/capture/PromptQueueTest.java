package dev.lockstep.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import io.debezium.pipeline.DataChangeEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

final class PromptQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PromptQueue queue = new PromptQueue();

    @Test
    void anEventWaitsUntilTheLastRecordOfThoseBeforeItIsTaken() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        queue.enqueue(record());
        Arrival next = Arrival.at(queue);
        next.waits();

        assertThat(queue.take(1)).hasSize(1);
        next.waits();
        assertThat(queue.take(1)).hasSize(1);

        next.goesOn();
    }

    @Test
    void theEngineTakesToo() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        Arrival next = Arrival.at(queue);
        next.waits();

        assertThat(queue.poll()).isNotNull();

        next.goesOn();
    }

    @Test
    void anEventWithoutRecordsTakesNoRoom() throws Exception {
        queue.arrived(1);
        queue.enqueue(record());
        queue.arrived(EngineProperties.QUEUE_BYTES);

        Arrival.at(queue).goesOn();
    }

    @Test
    void notAllIsTakenAtOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            queue.arrived(EngineProperties.QUEUE_BYTES / 2);
            queue.enqueue(record());
        }

        assertThat(queue.take(5)).hasSize(1);
    }

    @Test
    void nobodyWaitsForWhatIsClosed() throws Exception {
        queue.arrived(EngineProperties.QUEUE_BYTES);
        queue.enqueue(record());
        Arrival next = Arrival.at(queue);
        next.waits();

        queue.close();

        next.goesOn();
        queue.enqueue(record());
        assertThat(queue.poll()).isNull();
        assertThat(queue.take(5)).isEmpty();
    }

    private static DataChangeEvent record() {
        return new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "topic", null, "value"));
    }

    /** Of a small event, on a thread of its own. */
    private record Arrival(Thread thread, FutureTask<Void> task) {

        static Arrival at(PromptQueue queue) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                queue.arrived(1);
                return null;
            });
            return new Arrival(Thread.ofVirtual().start(task), task);
        }

        void waits() {
            Eventually.holds(PATIENCE, () -> assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING));
        }

        void goesOn() throws Exception {
            task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
