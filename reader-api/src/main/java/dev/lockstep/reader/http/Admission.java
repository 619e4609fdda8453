package dev.lockstep.reader.http;

import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
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
        if (!enter()) {
            return ProblemResponses.stage(
                    ProblemType.TOO_BUSY, request, "%d requests are being answered (expected: fewer)".formatted(most));
        }
        boolean begun = false;
        try {
            CompletionStage<HttpResponse<?>> response = work.get();
            begun = true;
            return response.whenComplete((answered, problem) -> leave());
        } finally {
            if (!begun) {
                leave();
            }
        }
    }

    /** Whether one more may be in work; then it has to {@link #leave} when it is done. */
    boolean enter() {
        boolean entered = inWork.incrementAndGet() <= most;
        if (!entered) {
            leave();
        }
        return entered;
    }

    void leave() {
        inWork.decrementAndGet();
    }
}
