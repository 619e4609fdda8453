package dev.lockstep.reader.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a batch asks for, from its body: {@code {"keys": ["1", 2, ["a", 3]], "by": ["name"]}}.
 *
 * @param by the columns of a unique key; none where it is the table's own key
 * @param keys for each row the texts of its key's columns
 */
record KeyBatch(List<String> by, List<List<String>> keys) {

    /** Each is a call to Redis or a row in a SELECT. */
    static final int MOST_KEYS = 1_000;

    /** What a key of MySQL has at most. */
    private static final int MOST_PARTS = 16;

    private static final int DEEPEST = 3;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(100)
                    .build())
            .build();

    /** The body is not such a batch. The message says what was expected. */
    static final class UnfitBatchException extends RuntimeException {
        private UnfitBatchException(String expected) {
            super("expected: " + expected);
        }
    }

    static KeyBatch parse(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            List<String> by = List.of();
            List<List<String>> keys = List.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.START_ARRAY);
                switch (name) {
                    case "keys" -> keys = keys(json);
                    case "by" -> by = texts(json);
                    default -> require(false);
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            if (keys.isEmpty() || keys.size() > MOST_KEYS) {
                throw new UnfitBatchException("1 to %d keys".formatted(MOST_KEYS));
            }
            return new KeyBatch(by, keys);
        } catch (IOException e) {
            throw unfit();
        }
    }

    private static List<List<String>> keys(JsonParser json) throws IOException {
        List<List<String>> keys = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            keys.add(json.currentToken() == JsonToken.START_ARRAY ? texts(json) : List.of(text(json)));
            if (keys.size() > MOST_KEYS) {
                throw new UnfitBatchException("at most %d keys".formatted(MOST_KEYS));
            }
        }
        return keys;
    }

    private static List<String> texts(JsonParser json) throws IOException {
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(json));
            require(texts.size() <= MOST_PARTS);
        }
        return texts;
    }

    /** A number is taken as it is written. */
    private static String text(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING
                || json.currentToken().isNumeric());
        return json.getText();
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw unfit();
        }
    }

    private static UnfitBatchException unfit() {
        return new UnfitBatchException(
                "{\"keys\": [\"1\", 2, [\"a\", 3]]}, and \"by\": [\"column\"] for another unique key");
    }
}
