package dev.lockstep.reader.http;

import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.NewTables;
import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.startup.Late;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Finds the table that a request names, also one that has just come. */
@Singleton
final class RequestedTable {

    private final Late<Tables> tables;
    private final NewTables newTables;

    RequestedTable(Late<Tables> tables, NewTables newTables) {
        this.tables = tables;
        this.newTables = newTables;
    }

    /** What is known of tables, empty as long as the database was not reached. */
    Optional<Tables> known() {
        return tables.now();
    }

    /** The response for a table of this name, or the problem that there is none. Does not block. */
    CompletionStage<HttpResponse<?>> respond(
            HttpRequest<?> request, String name, Function<TableSchema, CompletionStage<HttpResponse<?>>> response) {
        Optional<Tables> known = tables.now();
        if (known.isEmpty()) {
            return ProblemResponses.stage(ProblemType.NOT_READY, request, "the database has not been reached yet");
        }
        Optional<TableSchema> table = known.get().find(name);
        if (table.isPresent()) {
            return response.apply(table.get());
        }
        return newTables
                .look()
                .handle((looked, problem) -> known.get()
                        .find(name)
                        .map(response)
                        .orElseGet(() -> problem == null
                                ? ProblemResponses.stage(
                                        ProblemType.UNKNOWN_TABLE,
                                        request,
                                        "expected: one of DB_TABLE; with its schema where two have the same name")
                                : ProblemResponses.stage(
                                        ProblemType.DATABASE_UNREACHABLE,
                                        request,
                                        "whether there is such a table cannot be found out")))
                .thenCompose(Function.identity());
    }
}
