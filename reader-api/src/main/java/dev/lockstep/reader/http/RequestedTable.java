package dev.lockstep.reader.http;

import dev.lockstep.reader.access.Caller;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.lookup.NewTables;
import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.startup.Late;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds the table that a request names, also one that has just come. To a caller who may not read it, it is not there: neither what he
 * is answered nor how long it takes depends on whether it is.
 */
@Singleton
final class RequestedTable {

    private final Late<Tables> tables;
    private final NewTables newTables;
    private final Asker asker;
    private final Denials denials;

    RequestedTable(Late<Tables> tables, NewTables newTables, Asker asker, Denials denials) {
        this.tables = tables;
        this.newTables = newTables;
        this.asker = asker;
        this.denials = denials;
    }

    /** The response for a table of this name, or the problem that there is none. Does not block. */
    CompletionStage<HttpResponse<?>> respond(
            HttpRequest<?> request, String name, Function<View, CompletionStage<HttpResponse<?>>> response) {
        Optional<Tables> known = tables.now();
        if (known.isEmpty()) {
            return ProblemResponses.stage(ProblemType.NOT_READY, request, "the database has not been reached yet");
        }
        Caller caller = asker.of(request);
        if (!caller.mayAskFor(name)) {
            return unknown(request, caller);
        }
        Optional<View> view = view(known.get(), name, caller);
        if (view.isPresent()) {
            return response.apply(view.get());
        }
        return newTables
                .look()
                .handle((looked, problem) -> view(known.get(), name, caller)
                        .map(response)
                        .orElseGet(() -> problem == null
                                ? unknown(request, caller)
                                : ProblemResponses.stage(
                                        ProblemType.DATABASE_UNREACHABLE,
                                        request,
                                        "whether there is such a table cannot be found out")))
                .thenCompose(Function.identity());
    }

    /** The table of this name, where it is known now and the caller may read it. */
    Optional<View> now(String name, Caller caller) {
        return tables.now().filter(known -> caller.mayAskFor(name)).flatMap(known -> view(known, name, caller));
    }

    private static Optional<View> view(Tables known, String name, Caller caller) {
        return known.find(name, caller::mayRead).map(table -> View.of(table, caller));
    }

    /** To whoever may read all tables, one is unknown only where it is not there. Of others it is noted either way. */
    private CompletionStage<HttpResponse<?>> unknown(HttpRequest<?> request, Caller caller) {
        if (!caller.mayReadAll()) {
            denials.add(request, caller.name(), Reason.TABLE, "");
        }
        return ProblemResponses.stage(
                ProblemType.UNKNOWN_TABLE,
                request,
                "expected: one of DB_TABLE; with its schema where two have the same name");
    }
}
