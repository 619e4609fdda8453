package dev.lockstep.reader.http;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.UnfitKeyException;
import dev.lockstep.reader.access.Denial.Reason;
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
@Guarded
final class RowController implements RowApi {

    private static final String BATCH = ":batchGet";

    private final RequestedTable tables;
    private final Lookup lookup;
    private final Bounds bounds;
    private final Admission admission;
    private final Denials denials;

    RowController(RequestedTable tables, Lookup lookup, Bounds bounds, Admission admission, Denials denials) {
        this.tables = tables;
        this.lookup = lookup;
        this.bounds = bounds;
        this.admission = admission;
        this.denials = denials;
    }

    @Override
    public CompletionStage<HttpResponse<?>> row(HttpRequest<?> request) {
        return RowPath.parse(request.getPath())
                .map(path -> admission.admit(
                        request, () -> tables.respond(request, path.table(), view -> row(request, view, path))))
                .orElseGet(() -> ProblemResponses.stage(
                        ProblemType.NO_SUCH_RESOURCE,
                        request,
                        "expected: /v1/{table}/{key}, or /v1/{table}/by/{columns}/{values}"));
    }

    @Override
    public CompletionStage<HttpResponse<?>> rowByUniqueKey(HttpRequest<?> request) {
        return row(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> rows(HttpRequest<?> request, byte[] body) {
        return RowPath.parseTable(request.getPath(), BATCH)
                .map(name -> admission.admit(
                        request, () -> tables.respond(request, name, view -> rows(request, view, body))))
                .orElseGet(() -> ProblemResponses.stage(
                        ProblemType.NO_SUCH_RESOURCE, request, "expected: /v1/{table}:batchGet"));
    }

    private CompletionStage<HttpResponse<?>> row(HttpRequest<?> request, View view, RowPath path) {
        return by(request, view, path.by(), columns -> {
            RowRequest row = path.by().isEmpty()
                    ? RowRequest.parse(view.table(), path.key())
                    : RowRequest.parse(view.table(), columns, path.key());
            return lookup.find(row, demand(request, view))
                    .thenApply(answer -> AnswerResponses.of(request, view.of(answer), view.isPersonal()));
        });
    }

    private CompletionStage<HttpResponse<?>> rows(HttpRequest<?> request, View view, byte[] body) {
        try {
            KeyBatch batch = KeyBatch.parse(body);
            return by(request, view, batch.by(), columns -> rows(request, view, columns, batch.keys()));
        } catch (UnfitBatchException e) {
            return ProblemResponses.stage(ProblemType.UNFIT_BATCH, request, message(e));
        }
    }

    private CompletionStage<HttpResponse<?>> rows(
            HttpRequest<?> request, View view, List<Column> columns, List<List<String>> keys) {
        Demand demand = demand(request, view);
        List<RowRequest> wanted = new ArrayList<>();
        List<Optional<String>> unfit = new ArrayList<>();
        for (List<String> key : keys) {
            try {
                wanted.add(RowRequest.of(view.table(), columns, key));
                unfit.add(Optional.empty());
            } catch (UnfitKeyException e) {
                unfit.add(Optional.of(message(e)));
            }
        }
        return lookup.find(wanted, demand)
                .thenApply(answers ->
                        BatchResponses.of(unfit, answers.stream().map(view::of).toList(), view.isPersonal()));
    }

    private CompletionStage<HttpResponse<?>> by(
            HttpRequest<?> request,
            View view,
            List<String> names,
            Function<List<Column>, CompletionStage<HttpResponse<?>>> response) {
        Optional<List<Column>> columns =
                names.isEmpty() ? Optional.of(view.table().key()) : lookup(request, view, names);
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

    /** By columns that the caller does not see rows are not found: he would find out what is in them. */
    private Optional<List<Column>> lookup(HttpRequest<?> request, View view, List<String> names) {
        Optional<List<Column>> columns = view.table().lookup(names);
        if (columns.isPresent() && !view.shows(columns.get())) {
            denials.add(request, view.caller().name(), Reason.COLUMN, "");
            return Optional.empty();
        }
        return columns;
    }

    private Demand demand(HttpRequest<?> request, View view) {
        return DemandHeaders.parse(request.getHeaders()).orBound(bounds.of(view.name()));
    }

    private static String message(RuntimeException problem) {
        return Objects.requireNonNullElse(problem.getMessage(), "");
    }
}
