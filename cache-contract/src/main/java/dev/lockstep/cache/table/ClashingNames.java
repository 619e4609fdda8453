package dev.lockstep.cache.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds tables whose rows could be called in Redis as those of another table, or as a row's look-up. */
final class ClashingNames {

    private ClashingNames() {}

    /** Of those whose names are set, which: one sentence each, with the table, what is wrong and what to do. */
    static Map<TableSchema, String> in(List<TableSchema> schemas) {
        Map<TableSchema, String> clashing = new LinkedHashMap<>();
        List<String> taken = new ArrayList<>(
                schemas.stream().map(each -> Place.usualPrefix(each.name())).toList());
        for (TableSchema schema : schemas) {
            schema.form().storage().keys().ifPresent(keys -> {
                for (String prefix : taken) {
                    if (prefix.startsWith(keys.prefix()) || keys.prefix().startsWith(prefix)) {
                        clashing.put(
                                schema,
                                "%s:key=%s: rows of another kind begin with %s (expected in DB_FORMS: another beginning)"
                                        .formatted(schema.name(), keys, prefix));
                    }
                }
                taken.add(keys.prefix());
            });
        }
        return clashing;
    }
}
