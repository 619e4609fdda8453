package dev.lockstep.worker.capture;

import dev.lockstep.cache.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;

/** Which captured tables a statement touches that changes schemas. One too many does no harm: its rows are loaded anew. */
final class SchemaChanges {

    private final Set<TableName> captured;

    SchemaChanges(Set<TableName> captured) {
        this.captured = captured;
    }

    Collection<TableName> touched(Struct value) {
        String snapshot = value.getStruct("source").getString("snapshot");
        if (snapshot != null && !snapshot.equals("false")) {
            return List.of();
        }
        String ddl = value.getString("ddl");
        return captured.stream().filter(table -> isNamed(table, value, ddl)).toList();
    }

    private static boolean isNamed(TableName table, Struct value, String ddl) {
        return namedByEngine(value).contains(table.table().toLowerCase(Locale.ROOT))
                || (ddl != null
                        && ddl.toLowerCase(Locale.ROOT).contains(table.table().toLowerCase(Locale.ROOT)));
    }

    /** Bare names: the schema may be left out, as the same name elsewhere only costs a few loads. */
    private static List<String> namedByEngine(Struct value) {
        List<String> names = new ArrayList<>();
        List<Struct> changes = value.getArray("tableChanges");
        for (Struct change : changes == null ? List.<Struct>of() : changes) {
            String id = change.getString("id").replace("\"", "").toLowerCase(Locale.ROOT);
            names.add(id.substring(id.lastIndexOf('.') + 1));
        }
        return names;
    }
}
