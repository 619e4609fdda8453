package dev.lockstep.reader.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A token must end some time. That it has not, is looked at elsewhere, where one without an end passes. */
@Singleton
@Requires(property = "micronaut.security.enabled", value = "true")
final class TokenExpiry implements GenericJwtClaimsValidator<HttpRequest<?>> {

    private static final String EXPIRES = "exp";

    @Override
    public boolean validate(Claims claims, @Nullable HttpRequest<?> request) {
        return claims.get(EXPIRES) != null;
    }
}
