package dev.lockstep.reader.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.netty.handler.codec.DecoderException;
import jakarta.inject.Singleton;

/** A body that is not in the encoding that the request says is no failure of ours. */
@Singleton
final class UnreadableBody implements ExceptionHandler<DecoderException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    public HttpResponse<?> handle(HttpRequest request, DecoderException unreadable) {
        return ProblemResponses.response(
                ProblemType.BAD_REQUEST,
                request,
                "the body is not in its Content-Encoding (expected: gzip, deflate or none)");
    }
}
