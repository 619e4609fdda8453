package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.lockstep.reader.lookup.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body for a batch: {@code {"rows":[{"source":"hit","row":{...}},{"source":"negative","row":null},{"problem":"..."}]}}, in the
 * order of the keys. Documents go into it as they are.
 */
final class BatchBody {

    private static final byte[] BEGIN = ascii("{\"rows\":[");
    private static final byte[] END = ascii("]}");
    private static final byte[] NEXT = ascii(",");
    private static final byte[] NONE = ascii("null}");
    private static final byte[] END_OF_TEXT = ascii("\"}");
    private static final byte[] CLOSE = ascii("}");

    private final List<ByteBuffer> parts = new ArrayList<>();
    private int length;
    private boolean first = true;

    BatchBody() {
        add(BEGIN);
    }

    void add(Answer answer) {
        switch (answer) {
            case Answer.Row row -> {
                begin("{\"source\":\"" + LockstepHeaders.source(row.proof()) + "\",\"row\":");
                add(row.document().duplicate());
                add(CLOSE);
            }
            case Answer.Absent absent -> {
                begin("{\"source\":\"" + LockstepHeaders.source(absent.proof()) + "\",\"row\":");
                add(NONE);
            }
            case Answer.Unavailable unavailable ->
                problem(AnswerResponses.problemOf(unavailable), AnswerResponses.why(unavailable.lack()));
        }
    }

    /** A key for which nothing could be looked up. */
    void problem(ProblemType type, String detail) {
        begin("{\"problem\":\"" + type.uri() + "\",\"detail\":\"");
        add(JsonStringEncoder.getInstance().quoteAsUTF8(detail));
        add(END_OF_TEXT);
    }

    byte[] bytes() {
        add(END);
        ByteBuffer all = ByteBuffer.allocate(length);
        parts.forEach(all::put);
        return all.array();
    }

    private void begin(String text) {
        if (!first) {
            add(NEXT);
        }
        first = false;
        add(ascii(text));
    }

    private void add(byte[] bytes) {
        add(ByteBuffer.wrap(bytes));
    }

    private void add(ByteBuffer part) {
        parts.add(part);
        length += part.remaining();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
