package dev.lockstep.reader.http;

import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets only so many requests be in work at once; who comes beyond that does not wait. Thread safe. */
@Singleton
final class Admission {

    private final int most;
    private final AtomicInteger inWork = new AtomicInteger();

    Admission(Settings settings) {
        this.most = settings.get(ReaderSettings.READER_REQUESTS);
    }

    CompletionStage<HttpResponse<?>> admit(HttpRequest<?> request, Supplier<CompletionStage<HttpResponse<?>>> work) {
        return ifThereIsRoom(work)
                .orElseGet(() -> ProblemResponses.stage(
                        ProblemType.TOO_BUSY,
                        request,
                        "%d requests are being answered (expected: fewer)".formatted(most)));
    }

    /** Begins the work, if one more may be in work; else nothing. */
    <T> Optional<CompletionStage<T>> ifThereIsRoom(Supplier<CompletionStage<T>> work) {
        if (inWork.incrementAndGet() > most) {
            inWork.decrementAndGet();
            return Optional.empty();
        }
        boolean begun = false;
        try {
            CompletionStage<T> done = work.get();
            begun = true;
            return Optional.of(done.whenComplete((result, problem) -> inWork.decrementAndGet()));
        } finally {
            if (!begun) {
                inWork.decrementAndGet();
            }
        }
    }
}
