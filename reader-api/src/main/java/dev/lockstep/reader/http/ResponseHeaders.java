package dev.lockstep.reader.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;

/**
 * Puts on every response what stands on every response, whoever made it. It is the last to see one, when it is known whether the body
 * is compressed: the bytes are then others than those that the entity tag speaks of, so the tag becomes a weak one.
 */
@ChannelHandler.Sharable
final class ResponseHeaders extends ChannelOutboundHandlerAdapter {

    private static final AsciiString FRAME_OPTIONS = AsciiString.cached("X-Frame-Options");
    private static final AsciiString DENY = AsciiString.cached("DENY");
    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("X-Content-Type-Options");
    private static final AsciiString NOSNIFF = AsciiString.cached("nosniff");

    /** What is served is data: should a browser take it for a page, nothing on it is loaded, run or sent. */
    private static final AsciiString NOTHING = AsciiString.cached("default-src 'none'");

    private static final String WEAK = "W/";

    private final AsciiString vary;

    /**
     * For a server.
     *
     * @param vary the headers of requests on which responses depend
     */
    ResponseHeaders(String vary) {
        this.vary = AsciiString.cached(vary);
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
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(FRAME_OPTIONS, DENY);
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NOTHING);
        headers.set(HttpHeaderNames.VARY, vary);
        if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            String tag = headers.get(HttpHeaderNames.ETAG);
            if (tag != null && !tag.startsWith(WEAK)) {
                headers.set(HttpHeaderNames.ETAG, WEAK + tag);
            }
        }
    }
}
