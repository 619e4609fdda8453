package dev.lockstep.reader.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client gets of what a function has written.
 *
 * @param headers by their names in lower case
 */
record Answered(int status, Map<String, String> headers, List<String> cookies, String body) {

    static Answered parse(byte[] output) throws IOException {
        int status = 0;
        Map<String, String> headers = new TreeMap<>();
        List<String> cookies = new ArrayList<>();
        String body = "";
        boolean base64 = false;
        try (JsonParser json = new JsonFactory().createParser(output)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "statusCode" -> status = json.getIntValue();
                    case "body" -> body = json.getText();
                    case "isBase64Encoded" -> base64 = json.getBooleanValue();
                    case "cookies" -> {
                        while (json.nextToken() == JsonToken.VALUE_STRING) {
                            cookies.add(json.getText());
                        }
                    }
                    case "headers" -> {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            String header = json.currentName().toLowerCase(Locale.ROOT);
                            headers.put(header, json.nextTextValue());
                        }
                    }
                    default -> throw new AssertionError("the payload format has no " + name);
                }
            }
        }
        return new Answered(
                status,
                headers,
                cookies,
                base64 ? new String(Base64.getDecoder().decode(body), UTF_8) : body);
    }

    /** A header, or the empty string where there is none. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
}
