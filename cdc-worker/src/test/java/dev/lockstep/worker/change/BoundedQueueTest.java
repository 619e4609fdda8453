package dev.lockstep.worker.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class BoundedQueueTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TOO_LONG = Duration.ofMinutes(5);

    private final BoundedQueue<String> queue = new BoundedQueue<>(3, 100);

    @Test
    void whatWaitsIsTakenInItsOrder() throws InterruptedException {
        queue.add("a", 1);
        queue.add("b", 1);
        queue.add("c", 1);

        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.take(5, 100, AT_ONCE)).containsExactly("b", "c");
        assertThat(queue.poll()).isNull();
        assertThat(queue.take(5, 100, AT_ONCE)).isEmpty();
    }

    @Test
    void noMoreIsTakenThanIsAskedFor() throws InterruptedException {
        queue.add("a", 30);
        queue.add("b", 30);
        queue.add("c", 30);
        queue.add("d", 30);

        assertThat(queue.take(1, 1_000, AT_ONCE)).containsExactly("a");
        assertThat(queue.take(5, 31, AT_ONCE)).containsExactly("b", "c");
    }

    @Test
    void theFirstIsTakenHoweverLargeItIs() throws InterruptedException {
        queue.add("a", 1_000);
        queue.add("b", 1);

        assertThat(queue.take(5, 10, AT_ONCE)).containsExactly("a");
    }

    @Test
    void thereIsRoomForSoMany() throws InterruptedException {
        queue.add("a", 0);
        queue.add("b", 0);
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();

        queue.add("c", 0);
        assertThat(queue.awaitRoom(AT_ONCE)).isFalse();

        queue.poll();
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();
    }

    @Test
    void thereIsRoomForSoManyBytes() throws InterruptedException {
        queue.add("a", 99);
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();

        queue.add("b", 1_000);
        assertThat(queue.awaitRoom(AT_ONCE)).isFalse();

        queue.take(1, 1, AT_ONCE);
        assertThat(queue.awaitRoom(AT_ONCE)).as("the large one is still there").isFalse();
        queue.take(1, 1, AT_ONCE);
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();
    }

    @Test
    void theLastMayGetHeavier() throws InterruptedException {
        queue.weighLast(1_000);
        assertThat(queue.awaitRoom(AT_ONCE)).as("nothing is there").isTrue();

        queue.add("a", 1);
        queue.add("b", 1);
        queue.weighLast(98);
        assertThat(queue.awaitRoom(AT_ONCE)).isFalse();

        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();
        queue.weighLast(1);
        assertThat(queue.awaitRoom(AT_ONCE)).isFalse();
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();
    }

    @Test
    void whatIsForgottenLeavesRoom() throws InterruptedException {
        queue.add("a", 1_000);
        queue.clear();

        assertThat(queue.awaitRoom(AT_ONCE)).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoWaitsForRoomIsWokenUp() {
        queue.add("a", 100);
        CompletableFuture<Boolean> room = waiting(() -> queue.awaitRoom(TOO_LONG));
        queue.poll();
        assertThat(room).succeedsWithin(PATIENCE).isEqualTo(true);

        queue.add("b", 100);
        room = waiting(() -> queue.awaitRoom(TOO_LONG));
        queue.clear();
        assertThat(room).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void whoWaitsForTheFirstIsWokenUp() {
        CompletableFuture<List<String>> first = waiting(() -> queue.take(1, 1, TOO_LONG));
        queue.add("a", 1);

        assertThat(first).succeedsWithin(PATIENCE).isEqualTo(List.of("a"));
    }

    /** Returns when the call waits. */
    private static <T> CompletableFuture<T> waiting(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().start(task);
        Eventually.holds(PATIENCE, () -> assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new CompletionException(e);
            }
        });
    }
}
