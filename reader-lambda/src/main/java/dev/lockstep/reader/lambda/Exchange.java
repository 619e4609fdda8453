package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.core.convert.ConversionService;
import io.micronaut.function.aws.proxy.ApiGatewayServletRequest;
import io.micronaut.function.aws.proxy.MapListOfStringAndMapStringMutableHttpParameters;
import io.micronaut.http.CaseInsensitiveMutableHttpHeaders;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpParameters;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.servlet.http.BodyBuilder;
import io.micronaut.servlet.http.ServletHttpResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request, as the controllers see it, and its response. The proxy's own request takes its path from where it is decoded, and
 * knows no cookies; see {@link Event}.
 */
final class Exchange<B> extends ApiGatewayServletRequest<B, Event, Reply<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Event event;
    private final Reply<?> reply;
    private final long mostBytes;
    private final MutableHttpHeaders headers;
    private final MutableHttpParameters parameters;

    /**
     * For one event.
     *
     * @param mostBytes the largest body that is read
     */
    Exchange(Event event, Reply<?> reply, ConversionService conversion, BodyBuilder bodies, long mostBytes) {
        super(conversion, event, uri(event), parseMethod(event::method), LOG, bodies);
        this.event = event;
        this.reply = reply;
        this.mostBytes = mostBytes;
        this.headers = new CaseInsensitiveMutableHttpHeaders(event.headers(), conversion);
        this.parameters =
                new MapListOfStringAndMapStringMutableHttpParameters(conversion, parameters(event.query()), Map.of());
    }

    /** As it came: a URI cannot begin with two slashes, a path can. */
    @Override
    public String getPath() {
        return event.path();
    }

    /** Also of a method that HTTP has no name for. */
    @Override
    public String getMethodName() {
        return event.method();
    }

    @Override
    public byte[] getBodyBytes() throws EmptyBodyException {
        byte[] body = event.body();
        if (body.length == 0) {
            throw new EmptyBodyException();
        }
        return body;
    }

    /** Refuses one that is too large here: what fails while the bytes are read is taken for a body that cannot be read. */
    @Override
    public Optional<B> getBody() {
        if (event.body().length > mostBytes) {
            throw new ContentLengthExceededException(mostBytes, event.body().length);
        }
        return super.getBody();
    }

    @Override
    public MutableHttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public MutableHttpParameters getParameters() {
        return parameters;
    }

    @Override
    public ServletHttpResponse<Reply<?>, ?> getResponse() {
        return reply;
    }

    private static URI uri(Event event) {
        // Two slashes at the beginning would be a host.
        String safe = event.path().startsWith("//") ? "/." + event.path() : event.path();
        return URI.create(event.query().isEmpty() ? safe : safe + "?" + Escapes.ofQuery(event.query()));
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decoded(name), key -> new ArrayList<>())
                        .add(decoded(value));
            }
        }
        return parameters;
    }

    /** What cannot be decoded stays as it is. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
