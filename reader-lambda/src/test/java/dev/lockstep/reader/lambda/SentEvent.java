package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The JSON of an event, as AWS writes it. */
record SentEvent(String template, String method, String path, Map<String, String> headers, String body, String stage) {

    /** The path as a client has sent it. */
    static SentEvent ofFunctionUrl(String method, String path) {
        return new SentEvent("function-url.json", method, path, Map.of(), "", "$default");
    }

    /** The path as an HTTP API has decoded it. */
    static SentEvent ofHttpApi(String method, String path) {
        return new SentEvent("http-api.json", method, path, Map.of(), "", "$default");
    }

    SentEvent with(Map<String, String> more, String text) {
        return new SentEvent(template, method, path, more, text, stage);
    }

    SentEvent in(String otherStage) {
        return new SentEvent(template, method, path, headers, body, otherStage);
    }

    /** With its body as base64, as AWS sends what it does not take for text. */
    byte[] inBase64() {
        return json(true);
    }

    byte[] json() {
        return json(false);
    }

    private byte[] json(boolean base64) {
        int question = path.indexOf('?');
        String written = base64 ? Base64.getEncoder().encodeToString(body.getBytes(UTF_8)) : body;
        StringBuilder lines = new StringBuilder();
        headers.forEach((name, value) ->
                lines.append("\"%s\": \"%s\",\n    ".formatted(name.toLowerCase(Locale.ROOT), quoted(value))));
        return text(template)
                .replace("${method}", method)
                .replace("${path}", quoted(question < 0 ? path : path.substring(0, question)))
                .replace("${query}", question < 0 ? "" : quoted(path.substring(question + 1)))
                .replace("${headers}", lines)
                .replace("${stage}", stage)
                .replace("${body}", body.isEmpty() ? "" : "\"body\": \"%s\",".formatted(quoted(written)))
                .replace("${base64}", Boolean.toString(base64))
                .getBytes(UTF_8);
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static String text(String resource) {
        try (InputStream input = Objects.requireNonNull(SentEvent.class.getResourceAsStream(resource))) {
            return new String(input.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
