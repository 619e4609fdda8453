package dev.lockstep.worker.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventMetadata;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table's event without what follows its columns' types: which of them have a sign, and the like. The binlog client counts
 * the columns with a sign otherwise than some servers do, a YEAR among them, and fails where there are eight others. Of it
 * only the columns' names are read, where the source writes them: {@link RowLayout} asks for them.
 */
final class PlainTables extends TableMapEventDataDeserializer {

    /** The table's number and flags. */
    private static final int HEAD = 8;

    /** The field that has the columns' names, each with its length before it. */
    private static final int NAMES = 4;

    @Override
    public TableMapEventData deserialize(ByteArrayInputStream input) throws IOException {
        byte[] event = input.read(input.available());
        int end = end(event);
        TableMapEventData map = super.deserialize(new ByteArrayInputStream(Arrays.copyOf(event, end)));
        List<String> names = names(new ByteArrayInputStream(Arrays.copyOfRange(event, end, event.length)));
        if (!names.isEmpty()) {
            TableMapEventMetadata metadata = new TableMapEventMetadata();
            metadata.setColumnNames(names);
            map.setEventMetadata(metadata);
        }
        return map;
    }

    /** Fields, each with its kind and its length before it. */
    private static List<String> names(ByteArrayInputStream fields) throws IOException {
        while (fields.available() > 0) {
            int kind = fields.readInteger(1);
            byte[] field = fields.read(fields.readPackedInteger());
            if (kind == NAMES) {
                return texts(new ByteArrayInputStream(field));
            }
        }
        return List.of();
    }

    private static List<String> texts(ByteArrayInputStream field) throws IOException {
        List<String> texts = new ArrayList<>();
        while (field.available() > 0) {
            texts.add(new String(field.read(field.readPackedInteger()), UTF_8));
        }
        return texts;
    }

    /** Behind two names, each with its length before it and a zero after it, the types, more on them, who may be NULL. */
    private static int end(byte[] event) throws IOException {
        ByteArrayInputStream rest = new ByteArrayInputStream(event);
        rest.skip(HEAD);
        rest.skip(rest.readInteger(1) + 1);
        rest.skip(rest.readInteger(1) + 1);
        int columns = rest.readPackedInteger();
        rest.skip(columns);
        int more = rest.readPackedInteger();
        rest.skip(more + (columns + 7) / 8);
        return event.length - rest.available();
    }
}
