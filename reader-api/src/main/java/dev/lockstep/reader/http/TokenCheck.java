package dev.lockstep.reader.http;

import dev.lockstep.reader.access.TokenClaims;
import dev.lockstep.reader.access.TokenClaims.Holder;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** Knows the holder of a token, whose signature, times and audience the framework has checked. Does not block. */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class TokenCheck {

    private final List<TokenValidator<HttpRequest<?>>> validators;
    private final TokenClaims claims;

    TokenCheck(List<TokenValidator<HttpRequest<?>>> validators, TokenClaims claims) {
        this.validators = List.copyOf(validators);
        this.claims = claims;
    }

    /** Empty where it does not hold, or that cannot be found out. */
    CompletionStage<Optional<Holder>> holder(String token, HttpRequest<?> request) {
        return Flux.fromIterable(validators)
                .concatMap(validator -> validator.validateToken(token, request))
                .next()
                .map(holder -> Optional.of(claims.holder(holder.getName(), holder.getAttributes())))
                .onErrorReturn(Optional.empty())
                .defaultIfEmpty(Optional.empty())
                .toFuture();
    }
}
