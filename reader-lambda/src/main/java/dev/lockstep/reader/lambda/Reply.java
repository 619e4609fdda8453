package dev.lockstep.reader.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.function.BinaryTypeConfiguration;
import io.micronaut.function.aws.proxy.AbstractServletHttpResponse;
import io.micronaut.http.HttpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A response, and how Lambda is told of it in payload format 2.0. */
final class Reply<B> extends AbstractServletHttpResponse<Reply<?>, B> {

    private static final JsonFactory JSON = new JsonFactory();

    /** Which kinds are no text, by name: not needed here, as it is looked at, but the base has to have it. */
    private static final BinaryTypeConfiguration KINDS = new BinaryTypeConfiguration();

    Reply(ConversionService conversion) {
        super(conversion, KINDS);
    }

    @Override
    public Reply<?> getNativeResponse() {
        return this;
    }

    /** Writes it as JSON; without its body where only the rest was asked for. */
    void writeTo(OutputStream output, boolean withBody) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", code());
            writeHeaders(json);
            writeCookies(json, getHeaders().getAll(HttpHeaders.SET_COOKIE));
            if (withBody) {
                writeBody(json, body.toByteArray());
            }
            json.writeEndObject();
        }
    }

    /** The format has one value for a name. */
    private void writeHeaders(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("headers");
        for (String name : getHeaders().names()) {
            if (!name.equalsIgnoreCase(HttpHeaders.SET_COOKIE)) {
                json.writeStringField(name, String.join(", ", getHeaders().getAll(name)));
            }
        }
        json.writeEndObject();
    }

    /** Values of which commas are a part, so they have a place of their own. */
    private static void writeCookies(JsonGenerator json, List<String> cookies) throws IOException {
        if (!cookies.isEmpty()) {
            json.writeArrayFieldStart("cookies");
            for (String cookie : cookies) {
                json.writeString(cookie);
            }
            json.writeEndArray();
        }
    }

    /** Documents are text already, and base64 would make them a third longer. */
    private static void writeBody(JsonGenerator json, byte[] bytes) throws IOException {
        boolean text = isText(bytes);
        json.writeFieldName("body");
        if (text) {
            json.writeUTF8String(bytes, 0, bytes.length);
        } else {
            json.writeBinary(bytes);
        }
        json.writeBooleanField("isBase64Encoded", !text);
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
