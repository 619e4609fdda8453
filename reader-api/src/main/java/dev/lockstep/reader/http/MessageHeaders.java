package dev.lockstep.reader.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;

/**
 * Puts on every response what stands on every response, whoever made it. It is the last to see one, when it is known whether the body
 * is compressed: the bytes are then others than those that the entity tag speaks of, so the tag becomes a weak one.
 *
 * <p>Takes from every request in which languages it wants to be answered: nothing here has one, and the framework fails where the header
 * names none.
 */
@ChannelHandler.Sharable
final class MessageHeaders extends ChannelDuplexHandler {

    private static final String WEAK = "W/";

    private final List<Usual> all;

    /** As it is written, again and again. */
    private record Usual(AsciiString name, AsciiString value) {}

    /** For a server, on each of whose responses these stand. */
    MessageHeaders(Map<String, String> usual) {
        this.all = usual.entrySet().stream()
                .map(each -> new Usual(AsciiString.cached(each.getKey()), AsciiString.cached(each.getValue())))
                .toList();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            request.headers().remove(HttpHeaderNames.ACCEPT_LANGUAGE);
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        // What tells the client to go on is one object for all.
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            complete(response.headers());
        }
        super.write(context, message, promise);
    }

    private void complete(HttpHeaders headers) {
        for (Usual each : all) {
            headers.set(each.name(), each.value());
        }
        if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            String tag = headers.get(HttpHeaderNames.ETAG);
            if (tag != null && !tag.startsWith(WEAK)) {
                headers.set(HttpHeaderNames.ETAG, WEAK + tag);
            }
        }
    }
}
