package dev.lockstep.reader.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** Some of the members of a document, in its order, each with the very bytes that it has there. */
final class Members {

    /**
     * Documents are our own, and as large as rows are. A parser remembers names, and refuses many of one hash; those in a JSON
     * column are anybody's. So none is refused, and each document has a memory of its own.
     */
    private static final JsonFactoryBuilder JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build());

    private Members() {}

    /**
     * A document that has no others.
     *
     * @throws UncheckedIOException where it is none: then nothing of it is shown
     */
    static ByteBuffer only(Set<String> names, ByteBuffer document) {
        int begin = document.arrayOffset() + document.position();
        // One more: a document of nothing would else be too small for what is found out later.
        ByteBuffer some = ByteBuffer.allocate(document.remaining() + 1);
        some.put((byte) '{');
        try (JsonParser json = JSON.build().createParser(document.array(), begin, document.remaining())) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            JsonToken token = json.nextToken();
            while (token == JsonToken.FIELD_NAME) {
                boolean kept = names.contains(json.currentName());
                int from = offset(json);
                json.nextToken();
                json.skipChildren();
                token = json.nextToken();
                if (kept) {
                    int to = end(document.array(), begin + from, begin + offset(json));
                    if (some.position() > 1) {
                        some.put((byte) ',');
                    }
                    some.put(document.array(), begin + from, to - begin - from);
                }
            }
            require(token == JsonToken.END_OBJECT && json.nextToken() == null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return some.put((byte) '}').flip();
    }

    /** Where the token begins, from the beginning of the document. */
    private static int offset(JsonParser json) {
        return Math.toIntExact(json.currentTokenLocation().getByteOffset());
    }

    /** Where a member ends whose successor, or the end of the document, begins at a place. */
    private static int end(byte[] bytes, int from, int next) {
        int end = next;
        while (end > from && (bytes[end - 1] == ',' || Character.isWhitespace(bytes[end - 1]))) {
            end--;
        }
        return end;
    }

    private static void require(boolean fits) throws IOException {
        if (!fits) {
            throw new IOException("a document is no JSON object");
        }
    }
}
