package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.table.RowKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a batch tells the stream of changes, as arguments of its script: four for each entry, in the order of the stream. */
final class StreamArguments {

    private static final JsonFactory JSON = new JsonFactory();

    /** In place of the number of a change: the entry is about none. */
    private static final String NO_CHANGE = "0";

    private StreamArguments() {}

    private record Told(ChangeId id, String change, String third, String fourth) {}

    /** Of the rows themselves, and not of the entries under which they are looked up; and of tables that were cleared. */
    static List<byte[]> of(Batch batch) {
        List<Told> told = new ArrayList<>(batch.mutations().size());
        for (int i = 0; i < batch.mutations().size(); i++) {
            Mutation mutation = batch.mutations().get(i);
            RowKey key = mutation.key();
            if (!key.isLookup()) {
                told.add(new Told(
                        id(mutation), Integer.toString(i + 1), key.table().toString(), key.text()));
            }
        }
        cleared(batch)
                .forEach((position, tables) -> told.add(new Told(
                        ChangeId.after(position),
                        NO_CHANGE,
                        Entry.headerText(ChangeEntry.Kind.CLEARED.letter(), position.text(), Entry.NOT_FILLED, 0),
                        array(tables))));
        told.sort(Comparator.comparing(Told::id));
        return told.stream()
                .flatMap(each -> Stream.of(each.change(), each.id().streamId(), each.third(), each.fourth()))
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    private static ChangeId id(Mutation mutation) {
        return new ChangeId(mutation.position(), mutation instanceof Mutation.Remove ? ChangeId.GONE : ChangeId.THERE);
    }

    /** All tables of one place are one entry. */
    private static Map<Position, List<String>> cleared(Batch batch) {
        Map<Position, List<String>> cleared = new TreeMap<>();
        batch.fences()
                .forEach((table, fence) -> cleared.computeIfAbsent(fence.from(), each -> new ArrayList<>())
                        .add(table.toString()));
        return cleared;
    }

    private static String array(List<String> tables) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String table : tables) {
                json.writeString(table);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return text.toString();
    }
}
