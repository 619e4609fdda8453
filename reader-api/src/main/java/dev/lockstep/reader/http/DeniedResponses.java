package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.access.SecurityHeaders;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;

/** The responses for those who are not let in. They say no more than what he could know who made the request. */
final class DeniedResponses {

    private static final String CHALLENGE = "Bearer realm=\"lockstep\"";
    private static final String BAD_TOKEN = CHALLENGE + ", error=\"invalid_token\"";

    private DeniedResponses() {}

    static HttpResponse<?> of(HttpRequest<?> request, Reason reason) {
        return switch (reason) {
            case NO_CREDENTIALS ->
                ProblemResponses.response(
                                ProblemType.UNAUTHENTICATED,
                                request,
                                "expected: Authorization: Bearer, with a key or a token, or " + SecurityHeaders.API_KEY)
                        .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            case BAD_CREDENTIALS, BAD_CLAIMS ->
                ProblemResponses.response(
                                ProblemType.UNAUTHENTICATED,
                                request,
                                "the key or token is not known here, or does not hold any more")
                        .header(HttpHeaders.WWW_AUTHENTICATE, BAD_TOKEN);
            case RATE ->
                ProblemResponses.response(
                                ProblemType.TOO_MANY_REQUESTS,
                                request,
                                "this caller has made all requests that he may make in this second")
                        .header(HttpHeaders.RETRY_AFTER, ProblemResponses.RETRY_AFTER);
            case METRICS, TABLE, COLUMN ->
                ProblemResponses.response(ProblemType.FORBIDDEN, request, "this caller may not read this");
        };
    }
}
