package dev.lockstep.reader.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/** What a request shows of who makes it. */
final class Credentials {

    static final String API_KEY = "X-Api-Key";

    /** Written in any case (RFC 9110, section 11.1). */
    private static final String BEARER = "Bearer ";

    private Credentials() {}

    static Optional<String> key(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(API_KEY)).map(String::strip);
    }

    static Optional<String> bearer(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    static boolean areThere(HttpRequest<?> request) {
        return request.getHeaders().contains(API_KEY) || request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
    }
}
