package dev.lockstep.reader.http;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import jakarta.inject.Singleton;
import java.io.OutputStream;

/**
 * Writes events as the client takes them. A body that is a publisher goes another way in the framework, which asks for 32 of
 * them in advance and keeps those; here each is asked for when the one before is on its way.
 */
@Singleton
@Produces(MediaType.TEXT_EVENT_STREAM)
final class EventStreamWriter implements ResponseBodyWriter<EventStream> {

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<EventStream> type,
            MediaType mediaType,
            EventStream events) {
        return bodies.adapt(new EventPublisher(events, bodies.readBufferFactory()));
    }

    @Override
    public void writeTo(
            Argument<EventStream> type,
            MediaType mediaType,
            EventStream events,
            MutableHeaders headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("events are not written at once (expected: writePiece)");
    }
}
