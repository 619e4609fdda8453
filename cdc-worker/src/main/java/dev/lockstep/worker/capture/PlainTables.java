package dev.lockstep.worker.capture;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A table's event without what follows its columns' types: which of them have a sign, and the like. The binlog client counts
 * the columns with a sign otherwise than some servers do, a YEAR among them, and fails where there are eight others. Nobody
 * asks for it: what a table looks like comes from its CREATE statement.
 */
final class PlainTables extends TableMapEventDataDeserializer {

    /** The table's number and flags. */
    private static final int HEAD = 8;

    @Override
    public TableMapEventData deserialize(ByteArrayInputStream input) throws IOException {
        byte[] event = input.read(input.available());
        return super.deserialize(new ByteArrayInputStream(Arrays.copyOf(event, end(event))));
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
