package dev.lockstep.reader.http;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.UnfitKeyException;
import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Lookup;
import dev.lockstep.reader.lookup.NewTables;
import dev.lockstep.reader.lookup.Tables;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.reader.startup.Late;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers for rows. The document goes to the response as the bytes that came from Redis, uncopied and unread. */
@Controller
final class RowController implements RowApi {

    private final Late<Tables> tables;
    private final NewTables newTables;
    private final Lookup lookup;

    RowController(Late<Tables> tables, NewTables newTables, Lookup lookup) {
        this.tables = tables;
        this.newTables = newTables;
        this.lookup = lookup;
    }

    @Override
    public CompletionStage<HttpResponse<?>> row(HttpRequest<?> request) {
        Optional<Tables> known = tables.now();
        if (known.isEmpty()) {
            return problem(ProblemType.NOT_READY, request, "the database has not been reached yet");
        }
        Optional<RowPath> path = RowPath.parse(request.getPath());
        if (path.isEmpty()) {
            return problem(
                    ProblemType.NO_SUCH_RESOURCE,
                    request,
                    "expected: /v1/{table}/{key}, or /v1/{table}/by/{columns}/{values}");
        }
        Optional<TableSchema> table = known.get().find(path.get().table());
        return table.isPresent() ? row(request, table.get(), path.get()) : lookAgain(request, known.get(), path.get());
    }

    private CompletionStage<HttpResponse<?>> lookAgain(HttpRequest<?> request, Tables known, RowPath path) {
        return newTables
                .look()
                .handle((looked, problem) -> known.find(path.table())
                        .map(table -> row(request, table, path))
                        .orElseGet(() -> problem == null
                                ? problem(
                                        ProblemType.UNKNOWN_TABLE,
                                        request,
                                        "expected: one of DB_TABLE; with its schema where two have the same name")
                                : problem(
                                        ProblemType.DATABASE_UNREACHABLE,
                                        request,
                                        "whether there is such a table cannot be found out")))
                .thenCompose(Function.identity());
    }

    private CompletionStage<HttpResponse<?>> row(HttpRequest<?> request, TableSchema table, RowPath path) {
        Optional<List<Column>> by = path.by().isEmpty() ? Optional.of(table.key()) : table.lookup(path.by());
        if (by.isEmpty()) {
            return problem(
                    ProblemType.UNKNOWN_LOOKUP,
                    request,
                    "expected: columns that DB_LOOKUPS has for this table, in its order");
        }
        try {
            RowRequest row = path.by().isEmpty()
                    ? RowRequest.parse(table, path.key())
                    : RowRequest.parse(table, by.get(), path.key());
            return lookup.find(row).thenApply(answer -> response(request, answer));
        } catch (UnfitKeyException e) {
            return problem(ProblemType.UNFIT_KEY, request, Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    private static HttpResponse<?> response(HttpRequest<?> request, Answer answer) {
        return switch (answer) {
            case Answer.Row row -> LockstepHeaders.addProof(document(row), row);
            case Answer.Absent absent ->
                LockstepHeaders.addProof(
                        ProblemResponses.response(
                                ProblemType.ROW_NOT_FOUND, request, "the table has no row of this key"),
                        absent);
            case Answer.Unavailable unavailable -> unavailable(request, unavailable.lack());
        };
    }

    private static MutableHttpResponse<ByteBuf> document(Answer.Row row) {
        ByteBuf body = Unpooled.wrappedBuffer(row.document());
        // The length is there for HEAD, which sends nothing that it could be seen from.
        MutableHttpResponse<ByteBuf> response = HttpResponse.ok(body)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .contentLength(body.readableBytes());
        LockstepHeaders.addUsual(response);
        return response;
    }

    private static HttpResponse<?> unavailable(HttpRequest<?> request, Answer.Lack lack) {
        return switch (lack) {
            case TABLE ->
                ProblemResponses.response(
                        ProblemType.UNKNOWN_TABLE, request, "the database has no such table any more");
            case CONNECTION ->
                ProblemResponses.response(ProblemType.TOO_BUSY, request, "all connections to the database are in use");
            case DATABASE ->
                ProblemResponses.response(
                        ProblemType.DATABASE_UNREACHABLE, request, "rows that are in the cache can still be read");
        };
    }

    private static CompletionStage<HttpResponse<?>> problem(ProblemType type, HttpRequest<?> request, String detail) {
        return CompletableFuture.completedStage(ProblemResponses.response(type, request, detail));
    }
}
