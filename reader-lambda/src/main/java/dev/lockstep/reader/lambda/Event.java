package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as an HTTP API of API Gateway (payload format 2.0) or a function URL tells of it. What the two tell differently
 * is the same here: the path is percent-encoded and has no stage in it, and cookies are a header.
 */
final class Event {

    private static final JsonFactory JSON = new JsonFactory();

    /** The only payload format in which paths are whole and cookies are apart. */
    private static final String FORMAT = "2.0";

    private static final String DEFAULT_STAGE = "$default";

    private String format = "";
    private String method = "";
    private String domain = "";
    private String stage = DEFAULT_STAGE;
    private String path = "";
    private String query = "";
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final List<String> cookies = new ArrayList<>();
    private @Nullable String text;
    private boolean base64;
    private byte[] body = {};

    /** It is not such an event: the function is called by something else, or in another format. */
    static final class UnfitEventException extends IOException {
        private UnfitEventException() {
            super("expected: an event of an HTTP API or a function URL, in payload format " + FORMAT);
        }
    }

    private Event() {}

    static Event parse(InputStream input) throws IOException {
        Event event = new Event();
        try (JsonParser json = JSON.createParser(input)) {
            event.read(json);
        }
        if (!event.format.equals(FORMAT) || event.method.isEmpty() || !event.path.startsWith("/")) {
            throw new UnfitEventException();
        }
        event.settle();
        return event;
    }

    /** A request that nobody has sent. */
    static Event get(String path) {
        Event event = new Event();
        event.method = "GET";
        event.path = path;
        return event;
    }

    String method() {
        return method;
    }

    /** As it was sent, as far as that can be known; fit for a URI. */
    String path() {
        return path;
    }

    /** Without the question mark; empty where there is none. */
    String query() {
        return query;
    }

    /** By their names in lower case. */
    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new UnfitEventException();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "version" -> format = json.getValueAsString("");
                case "rawPath" -> path = json.getValueAsString("");
                case "rawQueryString" -> query = json.getValueAsString("");
                case "isBase64Encoded" -> base64 = json.getValueAsBoolean();
                case "body" -> text = json.getValueAsString();
                case "headers" -> readHeaders(json);
                case "cookies" -> readCookies(json);
                case "requestContext" -> readContext(json);
                default -> json.skipChildren();
            }
        }
    }

    /** Each has one value here: several are joined by commas before they come. */
    private void readHeaders(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            headers.put(name, List.of(json.getValueAsString("")));
        }
        // Nothing here has a language, and the framework fails where the header names none.
        headers.remove("accept-language");
    }

    private void readCookies(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            cookies.add(json.getText());
        }
    }

    private void readContext(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "domainName" -> domain = json.getValueAsString("");
                case "stage" -> stage = json.getValueAsString(DEFAULT_STAGE);
                case "http" -> readHttp(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readHttp(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("method")) {
                method = json.getValueAsString("");
            } else {
                json.skipChildren();
            }
        }
    }

    /** An HTTP API has decoded the path, a function URL has not; only under its own name the former has its stage in it. */
    private void settle() {
        boolean decoded = !domain.contains(".lambda-url.");
        String prefix = "/" + stage;
        if (domain.contains(".execute-api.")
                && !stage.equals(DEFAULT_STAGE)
                && (path.equals(prefix) || path.startsWith(prefix + "/"))) {
            path = path.equals(prefix) ? "/" : path.substring(prefix.length());
        }
        path = decoded ? Escapes.ofDecoded(path) : Escapes.ofPath(path);
        if (!cookies.isEmpty()) {
            headers.put("cookie", List.of(String.join("; ", cookies)));
        }
        if (text != null) {
            body = base64 ? Base64.getDecoder().decode(text) : text.getBytes(UTF_8);
        }
    }
}
