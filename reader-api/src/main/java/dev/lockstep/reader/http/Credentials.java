package dev.lockstep.reader.http;

import dev.lockstep.reader.access.SecurityHeaders;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** What a request shows of who makes it. */
final class Credentials {

    /** Written in any case (RFC 9110, section 11.1). */
    private static final String BEARER = "Bearer ";

    private Credentials() {}

    static Optional<String> key(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(SecurityHeaders.API_KEY))
                .map(String::strip);
    }

    static Optional<String> bearer(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    static boolean areThere(HttpRequest<?> request) {
        return request.getHeaders().contains(SecurityHeaders.API_KEY)
                || request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
    }
}
