package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Answer.Proof;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The body for a batch: {@code {"rows":[{"source":"hit","row":{...}},{"source":"negative","row":null},{"problem":"..."}]}}, in the
 * order of the keys. Documents go into it as they are.
 */
final class BatchBody {

    private static final String END_OF_TEXT = "\"}";

    /** What is written of each row besides its document, at the most, where it has one. */
    private static final int BESIDES = 40;

    private final ByteArrayOutputStream all;
    private boolean first = true;

    /** With room for what will be added. */
    BatchBody(List<Answer> answers) {
        all = new ByteArrayOutputStream(
                BESIDES + answers.stream().mapToInt(BatchBody::size).sum());
        add("{\"rows\":[");
    }

    private static int size(Answer answer) {
        return BESIDES + (answer instanceof Answer.Row row ? row.document().remaining() : 0);
    }

    void add(Answer answer) {
        switch (answer) {
            case Answer.Row row -> {
                begin(row.proof());
                ByteBuffer document = row.document();
                all.write(document.array(), document.arrayOffset() + document.position(), document.remaining());
                add("}");
            }
            case Answer.Absent absent -> {
                begin(absent.proof());
                add("null}");
            }
            case Answer.Unavailable unavailable ->
                problem(AnswerResponses.problemOf(unavailable), AnswerResponses.why(unavailable.lack()));
        }
    }

    /** A key for which nothing could be looked up. */
    void problem(ProblemType type, String detail) {
        begin("{\"problem\":\"" + type.uri() + "\",\"detail\":\"");
        all.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(detail));
        add(END_OF_TEXT);
    }

    byte[] bytes() {
        add("]}");
        return all.toByteArray();
    }

    private void begin(Proof proof) {
        begin("{\"source\":\"");
        add(LockstepHeaders.source(proof));
        add("\",\"row\":");
    }

    private void begin(String text) {
        if (!first) {
            add(",");
        }
        first = false;
        add(text);
    }

    private void add(String text) {
        all.writeBytes(text.getBytes(US_ASCII));
    }
}
