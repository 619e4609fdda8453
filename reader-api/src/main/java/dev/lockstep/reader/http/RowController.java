package dev.lockstep.reader.http;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.UnfitKeyException;
import dev.lockstep.reader.http.KeyBatch.UnfitBatchException;
import dev.lockstep.reader.lookup.Bounds;
import dev.lockstep.reader.lookup.Demand;
import dev.lockstep.reader.lookup.Lookup;
import dev.lockstep.reader.source.RowRequest;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers for rows. */
@Controller
final class RowController implements RowApi {

    private static final String BATCH = ":batchGet";

    private final RequestedTable tables;
    private final Lookup lookup;
    private final Bounds bounds;

    RowController(RequestedTable tables, Lookup lookup, Bounds bounds) {
        this.tables = tables;
        this.lookup = lookup;
        this.bounds = bounds;
    }

    @Override
    public CompletionStage<HttpResponse<?>> row(HttpRequest<?> request) {
        return RowPath.parse(request.getPath())
                .map(path -> tables.respond(request, path.table(), table -> row(request, table, path)))
                .orElseGet(() -> ProblemResponses.stage(
                        ProblemType.NO_SUCH_RESOURCE,
                        request,
                        "expected: /v1/{table}/{key}, or /v1/{table}/by/{columns}/{values}"));
    }

    @Override
    public CompletionStage<HttpResponse<?>> rows(HttpRequest<?> request, byte[] body) {
        return RowPath.parseTable(request.getPath(), BATCH)
                .map(name -> tables.respond(request, name, table -> rows(request, table, body)))
                .orElseGet(() -> ProblemResponses.stage(
                        ProblemType.NO_SUCH_RESOURCE, request, "expected: /v1/{table}:batchGet"));
    }

    private CompletionStage<HttpResponse<?>> row(HttpRequest<?> request, TableSchema table, RowPath path) {
        return by(request, table, path.by(), columns -> {
            RowRequest row = path.by().isEmpty()
                    ? RowRequest.parse(table, path.key())
                    : RowRequest.parse(table, columns, path.key());
            return lookup.find(row, demand(request, table)).thenApply(answer -> AnswerResponses.of(request, answer));
        });
    }

    private CompletionStage<HttpResponse<?>> rows(HttpRequest<?> request, TableSchema table, byte[] body) {
        try {
            KeyBatch batch = KeyBatch.parse(body);
            return by(request, table, batch.by(), columns -> rows(request, table, columns, batch.keys()));
        } catch (UnfitBatchException e) {
            return ProblemResponses.stage(ProblemType.UNFIT_BATCH, request, message(e));
        }
    }

    private CompletionStage<HttpResponse<?>> rows(
            HttpRequest<?> request, TableSchema table, List<Column> columns, List<List<String>> keys) {
        Demand demand = demand(request, table);
        List<RowRequest> wanted = new ArrayList<>();
        List<Optional<String>> unfit = new ArrayList<>();
        for (List<String> key : keys) {
            try {
                wanted.add(RowRequest.of(table, columns, key));
                unfit.add(Optional.empty());
            } catch (UnfitKeyException e) {
                unfit.add(Optional.of(message(e)));
            }
        }
        return lookup.find(wanted, demand).thenApply(answers -> BatchResponses.of(unfit, answers));
    }

    private CompletionStage<HttpResponse<?>> by(
            HttpRequest<?> request,
            TableSchema table,
            List<String> names,
            Function<List<Column>, CompletionStage<HttpResponse<?>>> response) {
        Optional<List<Column>> columns = names.isEmpty() ? Optional.of(table.key()) : table.lookup(names);
        if (columns.isEmpty()) {
            return ProblemResponses.stage(
                    ProblemType.UNKNOWN_LOOKUP,
                    request,
                    "expected: columns that DB_LOOKUPS has for this table, in its order");
        }
        try {
            return response.apply(columns.get());
        } catch (UnfitKeyException e) {
            return ProblemResponses.stage(ProblemType.UNFIT_KEY, request, message(e));
        } catch (BadDemandException e) {
            return ProblemResponses.stage(ProblemType.BAD_DEMAND, request, message(e));
        }
    }

    private Demand demand(HttpRequest<?> request, TableSchema table) {
        return DemandHeaders.parse(request.getHeaders()).orBound(bounds.of(table.name()));
    }

    private static String message(RuntimeException problem) {
        return Objects.requireNonNullElse(problem.getMessage(), "");
    }
}
