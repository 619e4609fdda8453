package dev.lockstep.testbed.app;

import dev.failsafe.RateLimiter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** An application that reads heroes through reader-api. Thread safe. */
public final class ReadingApp implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReadingOptions options;
    private final RateLimiter<Object> limiter;
    private final HttpClient client;
    private final ReadTally tally = new ReadTally();
    private final List<Thread> threads = new ArrayList<>();

    private ReadingApp(ReadingOptions options) {
        this.options = options;
        this.limiter = RateLimiter.smoothBuilder(options.readsPerSecond(), Duration.ofSeconds(1))
                .build();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Starts reading and returns at once. */
    public static ReadingApp start(ReadingOptions options) {
        ReadingApp app = new ReadingApp(options);
        for (int i = 0; i < options.readers(); i++) {
            long seed = options.seed() + i;
            app.threads.add(Thread.ofPlatform().daemon().name("reader-" + i).start(() -> app.read(seed)));
        }
        return app;
    }

    /** What it has seen so far. */
    public ReadCounts counts() {
        return tally.counts();
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        client.shutdownNow();
        client.close();
    }

    private void read(long seed) {
        RandomGenerator random = new Random(seed);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                limiter.acquirePermit();
                readOnce(
                        options.rental() && random.nextBoolean()
                                ? RentalSchema.anyPath(random)
                                : "hero/" + anyId(random));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOnce(String path) throws InterruptedException {
        URI uri = options.reader().resolve("/v1/" + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            tally.answered(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            if (!client.isTerminated() && !Thread.currentThread().isInterrupted()) {
                tally.failed(e.toString());
            }
        }
    }

    /** The square makes small ids likelier. */
    private int anyId(RandomGenerator random) {
        double skewed = random.nextDouble() * random.nextDouble();
        return 1 + (int) (skewed * options.largestId());
    }
}
