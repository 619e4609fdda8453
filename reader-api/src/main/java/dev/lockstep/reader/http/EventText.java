package dev.lockstep.reader.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.cache.table.TableName;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Changes as Server-Sent Events. A document goes into its event as it is; none of ours has a line break in it, which would end
 * the event.
 */
final class EventText {

    private static final byte[] NULL = ascii("null");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] END = ascii("}\n\n");

    private EventText() {}

    /** Of one table. */
    static byte[] of(TableName table, List<ChangeEntry> entries) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] name = JsonStringEncoder.getInstance().quoteAsUTF8(table.toString());
        entries.forEach(each -> write(text, name, each));
        return text.toByteArray();
    }

    /** No event, but from here on a client resumes that has read it; also a sign of life. */
    static byte[] here(ChangeId place) {
        return ascii(":\nid: " + place.text() + "\n\n");
    }

    /** Only a sign of life. */
    static byte[] nowhere() {
        return ascii(":\n\n");
    }

    private static void write(ByteArrayOutputStream text, byte[] table, ChangeEntry entry) {
        text.writeBytes(ascii("id: " + entry.id().text() + "\nevent: "
                + entry.kind().name().toLowerCase(Locale.ROOT) + "\ndata: {\"table\":\""));
        text.writeBytes(table);
        text.writeBytes(ascii("\",\"key\":"));
        switch (entry.kind()) {
            case ROW, GONE, ASK -> {
                text.writeBytes(QUOTE);
                text.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(entry.key()));
                text.writeBytes(QUOTE);
            }
            case CLEARED, RESET -> text.writeBytes(NULL);
        }
        text.writeBytes(ascii(",\"committed\":" + committed(entry) + ",\"row\":"));
        if (entry.kind() == ChangeEntry.Kind.ROW) {
            text.write(
                    entry.document().array(),
                    entry.document().arrayOffset() + entry.document().position(),
                    entry.document().remaining());
        } else {
            text.writeBytes(NULL);
        }
        text.writeBytes(END);
    }

    private static String committed(ChangeEntry entry) {
        return entry.commitMillis() == 0 ? "null" : "\"" + Instant.ofEpochMilli(entry.commitMillis()) + "\"";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
