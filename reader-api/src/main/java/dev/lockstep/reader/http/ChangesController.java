package dev.lockstep.reader.http;

import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.cache.table.UnfitKeyException;
import dev.lockstep.reader.access.Denial.Reason;
import dev.lockstep.reader.changes.Following;
import dev.lockstep.reader.changes.Interest;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers those who follow changes. Not there where a response has to be whole before the first of it is sent. */
@Controller
@Guarded
@Requires(beans = EmbeddedServer.class)
final class ChangesController implements ChangesApi, GracefulShutdownCapable {

    /** Follow all of the table where it is more. */
    static final int MOST_KEYS = 100;

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final RequestedTable tables;
    private final RowApi rows;
    private final Following following;
    private final Denials denials;

    ChangesController(RequestedTable tables, RowApi rows, Following following, Denials denials) {
        this.tables = tables;
        this.rows = rows;
        this.following = following;
        this.denials = denials;
    }

    @Override
    @SuppressWarnings("unchecked") // other bodies are written as what they are
    public CompletionStage<HttpResponse<EventStream>> changes(HttpRequest<?> request) {
        return (CompletionStage<HttpResponse<EventStream>>) (CompletionStage<?>) answer(request);
    }

    private CompletionStage<HttpResponse<?>> answer(HttpRequest<?> request) {
        if (!asksForEvents(request)) {
            return rows.row(request);
        }
        if (!following.limits().kept()) {
            return ProblemResponses.stage(
                    ProblemType.NO_CHANGES, request, "set CACHE_CHANGES, of this reader and of the worker");
        }
        return RowPath.parse(request.getPath())
                .map(path -> tables.respond(request, path.table(), view -> follow(request, view)))
                .orElseGet(() ->
                        ProblemResponses.stage(ProblemType.NO_SUCH_RESOURCE, request, "expected: /v1/{table}/changes"));
    }

    /** Those who follow would never come to an end. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        following.close();
        return CompletableFuture.completedStage(null);
    }

    private static boolean asksForEvents(HttpRequest<?> request) {
        return request.accept().stream().anyMatch(each -> each.getName().equals(MediaType.TEXT_EVENT_STREAM));
    }

    private CompletionStage<HttpResponse<?>> follow(HttpRequest<?> request, View view) {
        // Each event names the key of its row.
        if (!view.shows(view.table().key())) {
            denials.add(request, view.caller().name(), Reason.COLUMN, "");
            return ProblemResponses.stage(
                    ProblemType.FORBIDDEN,
                    request,
                    "only who sees the columns of the table's key may follow its changes");
        }
        try {
            EventStream events = new EventStream(following, view, interest(request, view.table()), from(request));
            if (following.isFull()) {
                return ProblemResponses.stage(
                        ProblemType.TOO_BUSY, request, "as many follow changes here as READER_STREAMS allows");
            }
            return following.state().thenApply(state -> switch (state) {
                case KEPT -> response(request, events);
                case NOT_KEPT ->
                    ProblemResponses.response(
                            ProblemType.NO_CHANGES, request, "the worker keeps none: set CACHE_CHANGES there too");
                case UNKNOWN ->
                    ProblemResponses.response(
                            ProblemType.CHANGES_UNREACHABLE,
                            request,
                            "Redis does not answer, or no worker has been there");
            });
        } catch (UnfitKeyException e) {
            return ProblemResponses.stage(ProblemType.UNFIT_KEY, request, message(e));
        } catch (BadDemandException e) {
            return ProblemResponses.stage(ProblemType.BAD_DEMAND, request, message(e));
        }
    }

    private static Interest interest(HttpRequest<?> request, TableSchema table) {
        List<String> texts = request.getParameters().getAll("key");
        if (texts.size() > MOST_KEYS) {
            throw new BadDemandException("key", "at most %d of them, not %d".formatted(MOST_KEYS, texts.size()));
        }
        Set<String> keys = new HashSet<>();
        for (String text : texts) {
            keys.add(RowKey.parse(table, text).text());
        }
        return new Interest(table.name(), keys);
    }

    private static Optional<ChangeId> from(HttpRequest<?> request) {
        String header = request.getHeaders().get(LAST_EVENT_ID);
        String text =
                header == null || header.isBlank() ? request.getParameters().get("from") : header;
        try {
            return Optional.ofNullable(text)
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .map(ChangeId::parse);
        } catch (IllegalArgumentException e) {
            throw new BadDemandException(
                    LAST_EVENT_ID + " or from",
                    "the id of an event. A row's Lockstep-Position is none: begin to follow first, then read rows with the"
                            + " first id as Lockstep-Position");
        }
    }

    private static MutableHttpResponse<?> response(HttpRequest<?> request, EventStream events) {
        if (request.getMethod() == HttpMethod.HEAD) {
            MutableHttpResponse<?> empty = HttpResponse.ok();
            LockstepHeaders.addUsualOfProblem(empty);
            return empty.contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
        }
        MutableHttpResponse<EventStream> response = HttpResponse.ok(events);
        LockstepHeaders.addUsualOfProblem(response);
        return response.contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
    }

    private static String message(RuntimeException problem) {
        return Objects.requireNonNullElse(problem.getMessage(), "");
    }
}
