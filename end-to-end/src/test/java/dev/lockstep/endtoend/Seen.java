package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Watermark;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import java.io.IOException;
import java.net.http.HttpResponse;

/** One hero that the writing app leaves alone, as Redis and the reader have it. */
final class Seen {

    private final Stack stack;
    private final int id;

    private Seen(Stack stack, int id) {
        this.stack = stack;
        this.id = id;
    }

    /** Returns when the reader answers from Redis. */
    static Seen inRedis(Stack stack, int id) {
        Seen seen = new Seen(stack, id);
        Eventually.holds(
                Stack.PATIENCE,
                () -> assertThat(seen.get().headers().firstValue("Lockstep-Source"))
                        .hasValue("hit"));
        return seen;
    }

    /** What stands in Redis for it, with the place that it was written at. */
    String entry() {
        return stack.onRedis(commands -> commands.get(key()));
    }

    /** As if Redis had needed the room. */
    void evict() {
        stack.onRedis(commands -> commands.del(key()));
    }

    /** Now, and from now on, as everything that is committed has been applied. */
    void isGone() throws IOException, InterruptedException {
        assertThat(get().statusCode()).as("hero %d", id).isEqualTo(404);
    }

    void isCalled(String name) throws IOException, InterruptedException {
        assertThat(get().body()).as("hero %d", id).contains("\"name\":\"%s\"".formatted(name));
    }

    HttpResponse<String> get() throws IOException, InterruptedException {
        return stack.get("/v1/hero/" + id);
    }

    static Watermark watermark(Stack stack) {
        return stack.cache.watermark(0).toCompletableFuture().join().orElseThrow();
    }

    static long epoch(Stack stack) {
        return watermark(stack).progress().position().epoch();
    }

    private String key() {
        return stack.cache.layout().entry(new RowKey(HeroTable.NAME, Integer.toString(id)));
    }
}
