package dev.lockstep.worker.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlainTablesTest {

    private static final byte[] SIGNS = {1, 2, (byte) 0xff, (byte) 0x80};

    private final PlainTables tables = new PlainTables();

    @Test
    void ofWhatFollowsTheTypesOnlyTheNamesAreRead() throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : List.of("id", "größe")) {
            byte[] text = name.getBytes(UTF_8);
            names.write(text.length);
            names.write(text);
        }

        TableMapEventData map =
                tables.deserialize(event(SIGNS, new byte[] {4, (byte) names.size()}, names.toByteArray()));

        assertThat(map.getTable()).isEqualTo("hero");
        assertThat(map.getColumnTypes()).containsExactly(3, 3);
        assertThat(map.getEventMetadata().getColumnNames()).containsExactly("id", "größe");
    }

    @Test
    void whereThereAreNoNamesThereIsNothing() throws IOException {
        assertThat(tables.deserialize(event(SIGNS)).getEventMetadata()).isNull();
        assertThat(tables.deserialize(event()).getEventMetadata()).isNull();
    }

    /** A table of two integers, with what follows its types. */
    private static ByteArrayInputStream event(byte[]... fields) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.write(new byte[] {7, 0, 0, 0, 0, 0, 1, 0});
        for (String name : List.of("shop", "hero")) {
            event.write(name.length());
            event.write(name.getBytes(UTF_8));
            event.write(0);
        }
        event.write(new byte[] {2, 3, 3});
        event.write(0);
        event.write(0);
        for (byte[] field : fields) {
            event.write(field);
        }
        return new ByteArrayInputStream(event.toByteArray());
    }
}
