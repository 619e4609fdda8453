package dev.lockstep.reader.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.lookup.Tables;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The tables that a caller may read, and how their rows are found. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(description = "The tables that the caller may read.")
record TableList(List<Entry> tables) {

    /**
     * A table.
     *
     * @param table how it is named in a path: without its schema where that is enough
     * @param key the columns of its primary key, in the order in which a path has them
     * @param lookups other unique keys by which its rows are found
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Entry(String table, List<KeyColumn> key, List<List<KeyColumn>> lookups) {}

    /**
     * A column of a key.
     *
     * @param type integer, text, datetime and so on: how it is written is told by the documentation
     */
    @Serdeable
    record KeyColumn(String column, String type) {

        static List<KeyColumn> all(List<Column> columns) {
            return columns.stream()
                    .map(each -> new KeyColumn(each.name(), each.type().name().toLowerCase(Locale.ROOT)))
                    .toList();
        }
    }

    static TableList of(Tables tables, Caller caller) {
        Predicate<TableName> visible = caller::mayRead;
        return new TableList(tables.all().stream()
                .filter(each -> visible.test(each.name()))
                .map(each -> entry(tables, visible, View.of(each, caller)))
                .toList());
    }

    private static Entry entry(Tables tables, Predicate<TableName> visible, View view) {
        TableSchema table = view.table();
        String alone = view.name().table();
        return new Entry(
                tables.find(alone, visible).isPresent() ? alone : view.name().toString(),
                KeyColumn.all(table.key()),
                table.lookups().stream().filter(view::shows).map(KeyColumn::all).toList());
    }
}
