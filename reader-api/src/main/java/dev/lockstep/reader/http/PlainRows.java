package dev.lockstep.reader.http;

import dev.lockstep.cache.table.UnfitKeyException;
import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.access.Callers;
import dev.lockstep.reader.access.SecurityHeaders;
import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Bounds;
import dev.lockstep.reader.lookup.Demand;
import dev.lockstep.reader.lookup.Lookup;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.settings.ReaderSettings;
import dev.lockstep.settings.Settings;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The responses to requests for a row that say which row and nothing else, where Redis has it: {@link RowController} answers each of them
 * alike, and everything else. Thread safe.
 */
@Singleton
final class PlainRows {

    private static final CompletionStage<Optional<FullHttpResponse>> NONE =
            CompletableFuture.completedStage(Optional.empty());

    /** Whoever sends one of these wants something besides. */
    private static final List<AsciiString> MORE = List.of(
            AsciiString.cached(DemandHeaders.MAX_STALENESS),
            AsciiString.cached(DemandHeaders.CONSISTENCY),
            AsciiString.cached(LockstepHeaders.POSITION),
            HttpHeaderNames.CACHE_CONTROL,
            HttpHeaderNames.IF_NONE_MATCH,
            HttpHeaderNames.ORIGIN,
            HttpHeaderNames.EXPECT,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.TRANSFER_ENCODING);

    private static final AsciiString ANYTHING = AsciiString.cached("*/*");

    private static final String SIGNS = "/_-.,";

    /** As the framework writes them. */
    private static final AsciiString CACHE_CONTROL = AsciiString.cached(io.micronaut.http.HttpHeaders.CACHE_CONTROL);

    private static final AsciiString ETAG = AsciiString.cached(io.micronaut.http.HttpHeaders.ETAG);

    /** What stands in the place of a key and is none. */
    private static final String CHANGES = "changes";

    private final RequestedTable tables;
    private final Lookup lookup;
    private final Bounds bounds;
    private final Admission admission;
    private final Callers callers;
    private final boolean authenticated;
    private final int compressedFrom;
    private final DateHeader date = new DateHeader();

    PlainRows(
            RequestedTable tables,
            Lookup lookup,
            Bounds bounds,
            Admission admission,
            Callers callers,
            Settings settings,
            NettyHttpServerConfiguration server) {
        this.tables = tables;
        this.lookup = lookup;
        this.bounds = bounds;
        this.admission = admission;
        this.callers = callers;
        this.authenticated = ReaderSettings.authenticates(settings);
        this.compressedFrom = server.getCompressionThreshold();
    }

    /** The response, or none where somebody else has to make it. Does not block. */
    CompletionStage<Optional<FullHttpResponse>> answer(HttpRequest request) {
        if (!isPlain(request)) {
            return NONE;
        }
        return caller(request.headers())
                .filter(caller -> !caller.wasJustRefused())
                .flatMap(caller -> RowPath.parse(request.uri())
                        .filter(PlainRows::isOfKey)
                        .flatMap(path -> tables.now(path.table(), caller)
                                .flatMap(view -> row(view, path.key()).map(row -> answer(request, view, row)))))
                .orElse(NONE);
    }

    private static Optional<RowRequest> row(View view, String key) {
        try {
            return Optional.of(RowRequest.parse(view.table(), key));
        } catch (UnfitKeyException e) {
            return Optional.empty();
        }
    }

    private CompletionStage<Optional<FullHttpResponse>> answer(HttpRequest request, View view, RowRequest row) {
        Demand demand = Demand.NONE.orBound(bounds.of(view.name()));
        return admission
                .ifThereIsRoom(() -> lookup.hit(row, demand, found -> isFor(found, view, request)))
                .map(answered -> answered.thenApply(found -> found.map(hit -> response(hit, view))))
                .orElse(NONE);
    }

    /** Whether it goes out as it is, and the caller may have it: he has made his request then. */
    private boolean isFor(Answer.Row found, View view, HttpRequest request) {
        boolean small = found.document().remaining() < compressedFrom;
        return (small || !request.headers().contains(HttpHeaderNames.ACCEPT_ENCODING))
                && view.caller().takesOneMore();
    }

    private FullHttpResponse response(Answer.Row found, View view) {
        Answer.Row row = view.of(found);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(row.document()));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        headers.set(CACHE_CONTROL, LockstepHeaders.cacheControl(view.isPersonal()));
        headers.set(ETAG, EntityTag.of(row.document()));
        LockstepHeaders.addProof(headers::set, row.proof());
        headers.set(HttpHeaderNames.DATE, date.now());
        HttpUtil.setContentLength(response, response.content().readableBytes());
        return response;
    }

    private Optional<Caller> caller(HttpHeaders headers) {
        return authenticated
                ? Optional.ofNullable(headers.get(SecurityHeaders.API_KEY)).flatMap(key -> callers.of(key.strip()))
                : Optional.of(Caller.ANYBODY);
    }

    private static boolean isOfKey(RowPath path) {
        return path.by().isEmpty() && path.key().indexOf('/') < 0 && !path.key().equals(CHANGES);
    }

    private static boolean isPlain(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && isPlain(request.uri())
                && isPlain(request.headers());
    }

    /** Nothing in it need be decoded, or can be read in two ways. */
    private static boolean isPlain(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(HttpHeaders headers) {
        for (AsciiString name : MORE) {
            if (headers.contains(name)) {
                return false;
            }
        }
        return isOneOf(headers.getAll(HttpHeaderNames.CONNECTION), HttpHeaderValues.KEEP_ALIVE, HttpHeaderValues.CLOSE)
                && isOneOf(headers.getAll(HttpHeaderNames.ACCEPT), ANYTHING, HttpHeaderValues.APPLICATION_JSON);
    }

    /** Said once and in the simplest way, or not at all. */
    private static boolean isOneOf(List<String> said, AsciiString one, AsciiString other) {
        return said.isEmpty()
                || (said.size() == 1
                        && (one.contentEqualsIgnoreCase(said.getFirst())
                                || other.contentEqualsIgnoreCase(said.getFirst())));
    }
}
