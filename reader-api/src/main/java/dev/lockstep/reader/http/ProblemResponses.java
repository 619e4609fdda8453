package dev.lockstep.reader.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes every error a problem document, the framework's own included, so that none of them tells of our insides. */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Object> {

    /** In seconds. What is busy now may be free then; shorter, and those who wait become a load of their own. */
    static final String RETRY_AFTER = "1";

    /** The response for a problem of ours. */
    static MutableHttpResponse<Object> response(ProblemType type, HttpRequest<?> request, String detail) {
        return fill(HttpResponse.status(type.status()), request, type.with(type.status(), detail, instance(request)));
    }

    /** The same where a stage is wanted. */
    static CompletionStage<HttpResponse<?>> stage(ProblemType type, HttpRequest<?> request, String detail) {
        return CompletableFuture.completedStage(response(type, request, detail));
    }

    /** The framework's errors. Its own messages quote the request, so they are left out. */
    @Override
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        HttpStatus status = HttpStatus.valueOf(response.code());
        Problem problem = ProblemType.of(status).with(status, status.getReason(), instance(request));
        @SuppressWarnings("unchecked") // it gets its body here
        MutableHttpResponse<Object> empty = (MutableHttpResponse<Object>) response;
        return fill(empty, request, problem);
    }

    private static MutableHttpResponse<Object> fill(
            MutableHttpResponse<Object> response, HttpRequest<?> request, Problem problem) {
        LockstepHeaders.addUsualOfProblem(response);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.getCode()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        if (request.getMethod() != HttpMethod.HEAD) {
            response.contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE).body(problem);
        }
        return response;
    }

    /** The path in plain characters, where it is one: nothing in it means anything to a browser or a shell. */
    private static String instance(HttpRequest<?> request) {
        try {
            return URI.create(request.getUri().getRawPath()).toASCIIString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
