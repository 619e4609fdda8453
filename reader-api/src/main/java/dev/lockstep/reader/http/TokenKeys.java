package dev.lockstep.reader.http;

import dev.lockstep.reader.access.KeySet;
import dev.lockstep.reader.startup.OutageLog;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.security.token.jwt.signature.jwks.JwksClient;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;

/**
 * Gets the keys with which tokens are signed, each time when those that the framework holds are too old. Where they cannot be got, the
 * last ones go on to be good, so that nobody is locked out with whoever gives them. Thread safe; does not block.
 */
@Singleton
@Bean(preDestroy = "close")
@Requires(property = "micronaut.security.enabled", value = "true")
final class TokenKeys implements JwksClient, AutoCloseable {

    private static final String HTTPS = "https://";
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** While they cannot be got, each token that comes would try. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);

    private final OutageLog outages =
            new OutageLog(LoggerFactory.getLogger(TokenKeys.class), "whoever has the keys of tokens");
    private final Executor threads = Thread::startVirtualThread;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).executor(threads).build();

    private volatile @Nullable String last;
    private volatile long failed = System.nanoTime() - LEFT_ALONE.toNanos();

    @Override
    public Publisher<String> load(@Nullable String providerName, String url) {
        if (System.nanoTime() - failed < LEFT_ALONE.toNanos()) {
            return Publishers.fromCompletableFuture(() -> CompletableFuture.completedFuture(last));
        }
        return Publishers.fromCompletableFuture(() -> get(url).thenApply(KeySet::fit)
                .handle((keys, problem) -> {
                    if (keys == null) {
                        failed = System.nanoTime();
                        outages.failed(Optional.ofNullable(problem).orElseGet(() -> new IOException("no keys")));
                        return last;
                    }
                    outages.answered();
                    last = keys;
                    return keys;
                })
                .toCompletableFuture());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private CompletionStage<String> get(String from) {
        if (!from.startsWith(HTTPS)) {
            return CompletableFuture.supplyAsync(() -> read(Path.of(from)), threads);
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(from)).timeout(PATIENCE).build();
        return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), KeySet.MOST_BYTES))
                .orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .thenApply(TokenKeys::body);
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            throw new IllegalArgumentException(
                    "%s answers %d (expected: %d)".formatted(response.uri(), response.statusCode(), OK));
        }
        return response.body();
    }

    private static String read(Path file) {
        try {
            return KeySet.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
