package dev.lockstep.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.stage.Signer;
import dev.lockstep.testbed.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class TokenKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void theLastKeysGoOnToBeGoodWhereNoneCanBeGot() throws Exception {
        String first = new Signer("first").jwks();
        String second = new Signer("second").jwks();
        Path file = folder.resolve("jwks.json");
        try (TokenKeys keys = new TokenKeys()) {
            assertThat(load(keys, file)).isEmpty();

            Files.writeString(file, first);
            Eventually.holds(PATIENCE, () -> assertThat(load(keys, file)).hasValue(first));

            Files.writeString(file, "{\"keys\": []}");
            assertThat(load(keys, file)).hasValue(first);
            Files.delete(file);
            assertThat(load(keys, file)).hasValue(first);

            Files.writeString(file, second);
            Eventually.holds(PATIENCE, () -> assertThat(load(keys, file)).hasValue(second));
        }
    }

    private static Optional<String> load(TokenKeys keys, Path file) throws Exception {
        return first(keys.load("callers", file.toString())).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static CompletableFuture<Optional<String>> first(Publisher<String> publisher) {
        CompletableFuture<Optional<String>> first = new CompletableFuture<>();
        publisher.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(String value) {
                first.complete(Optional.of(value));
            }

            @Override
            public void onError(Throwable problem) {
                first.completeExceptionally(problem);
            }

            @Override
            public void onComplete() {
                first.complete(Optional.empty());
            }
        });
        return first;
    }
}
