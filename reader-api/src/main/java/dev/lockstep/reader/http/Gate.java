package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.access.Callers;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.access.TokenClaims.Holder;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets callers in, and everybody to the health, whatever is asked for and whether it is there or not. Which tables a caller may read is
 * not its concern. It is not there where nobody is asked who he is. An API key costs one hash; what the framework would do about it
 * costs as much as the whole answer.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Requires(property = "lockstep.gate", value = "true")
final class Gate implements Ordered {

    private static final String HEALTH = "/health";
    private static final String METRICS = "/prometheus";

    /** No response yet. */
    private static final CompletionStage<Optional<HttpResponse<?>>> GO_ON =
            CompletableFuture.completedStage(Optional.empty());

    private final Callers callers;
    private final Optional<TokenCheck> tokens;
    private final Denials denials;

    Gate(Callers callers, Optional<TokenCheck> tokens, Denials denials) {
        this.callers = callers;
        this.tokens = tokens;
        this.denials = denials;
    }

    /** Empty where the request may go on. */
    @RequestFilter
    CompletionStage<Optional<HttpResponse<?>>> letIn(HttpRequest<?> request) {
        String path = request.getPath();
        if (path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
            return GO_ON;
        }
        Optional<String> bearer = Credentials.bearer(request);
        Optional<Caller> known = Credentials.key(request).flatMap(callers::of).or(() -> bearer.flatMap(callers::of));
        if (known.isPresent()) {
            return letIn(request, known.get());
        }
        if (tokens.isPresent() && bearer.isPresent()) {
            return tokens.get()
                    .holder(bearer.get(), request)
                    .thenCompose(
                            holder -> holder.map(each -> letIn(request, each)).orElseGet(() -> notLetIn(request)));
        }
        return notLetIn(request);
    }

    private CompletionStage<Optional<HttpResponse<?>>> letIn(HttpRequest<?> request, Holder holder) {
        return holder.caller()
                .map(caller -> letIn(request, caller))
                .orElseGet(
                        () -> deny(request, holder.subject(), Reason.BAD_CLAIMS, String.join("; ", holder.problems())));
    }

    private CompletionStage<Optional<HttpResponse<?>>> letIn(HttpRequest<?> request, Caller caller) {
        if (!caller.takesOneMore()) {
            return deny(request, caller.name(), Reason.RATE, "");
        }
        if (request.getPath().startsWith(METRICS) && !caller.mayReadMetrics()) {
            return deny(request, caller.name(), Reason.METRICS, "");
        }
        Asker.set(request, caller);
        return GO_ON;
    }

    private CompletionStage<Optional<HttpResponse<?>>> notLetIn(HttpRequest<?> request) {
        return deny(
                request,
                Denials.NOBODY,
                Credentials.areThere(request) ? Reason.BAD_CREDENTIALS : Reason.NO_CREDENTIALS,
                "");
    }

    private CompletionStage<Optional<HttpResponse<?>>> deny(
            HttpRequest<?> request, String caller, Reason reason, String detail) {
        denials.add(request, caller, reason, detail);
        return CompletableFuture.completedStage(Optional.of(DeniedResponses.of(request, reason)));
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }
}
