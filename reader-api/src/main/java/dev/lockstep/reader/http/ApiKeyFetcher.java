package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.access.Callers;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.reactivestreams.Publisher;

/** Knows a caller by his API key, before anybody takes it for a token. */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class ApiKeyFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private final Callers callers;

    ApiKeyFetcher(Callers callers) {
        this.callers = callers;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<Caller> caller = Credentials.key(request)
                .flatMap(callers::of)
                .or(() -> Credentials.bearer(request).flatMap(callers::of));
        return caller.<Publisher<Authentication>>map(known -> Publishers.just(new CallerAuthentication(known)))
                .orElseGet(Publishers::empty);
    }

    @Override
    public int getOrder() {
        return TokenAuthenticationFetcher.ORDER - 1;
    }
}
