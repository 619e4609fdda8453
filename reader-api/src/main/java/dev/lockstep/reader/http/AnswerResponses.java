package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Lookup;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Optional;

/** The responses for what a look-up came to. A document goes out as the bytes that came from Redis, uncopied and unread. */
final class AnswerResponses {

    private AnswerResponses() {}

    /**
     * A response.
     *
     * @param personal whether it is for one caller, and others may be answered otherwise
     */
    static HttpResponse<?> of(HttpRequest<?> request, Answer answer, boolean personal) {
        return switch (answer) {
            case Answer.Row row -> LockstepHeaders.addProof(row(request, row, personal), row.proof());
            case Answer.Absent absent ->
                LockstepHeaders.addProof(
                        ProblemResponses.response(
                                ProblemType.ROW_NOT_FOUND, request, "the table has no row of this key"),
                        absent.proof());
            case Answer.Unavailable unavailable -> unavailable(request, unavailable);
        };
    }

    private static MutableHttpResponse<?> row(HttpRequest<?> request, Answer.Row row, boolean personal) {
        String tag = EntityTag.of(row.document());
        boolean known = request.getHeaders().contains(HttpHeaders.IF_NONE_MATCH)
                && EntityTag.matches(tag, request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH));
        MutableHttpResponse<?> response = known ? HttpResponse.notModified() : document(row);
        response.header(HttpHeaders.CACHE_CONTROL, LockstepHeaders.cacheControl(personal));
        return response.header(HttpHeaders.ETAG, tag);
    }

    private static MutableHttpResponse<ByteBuf> document(Answer.Row row) {
        ByteBuf body = Unpooled.wrappedBuffer(row.document());
        // The length is there for HEAD, which sends nothing that it could be seen from.
        return HttpResponse.ok(body)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .contentLength(body.readableBytes());
    }

    private static HttpResponse<?> unavailable(HttpRequest<?> request, Answer.Unavailable unavailable) {
        ProblemType type = problemOf(unavailable);
        String why = why(unavailable.lack());
        Optional<Duration> staleness = unavailable.staleness();
        if (type != ProblemType.TOO_STALE || staleness.isEmpty()) {
            return ProblemResponses.response(type, request, why);
        }
        String age = LockstepHeaders.staleness(staleness);
        return ProblemResponses.response(type, request, "Redis is behind by up to %s, and %s".formatted(age, why))
                .header(LockstepHeaders.STALENESS, age);
    }

    static ProblemType problemOf(Answer.Unavailable unavailable) {
        if (unavailable.staleness().isPresent() && mayBeHadLater(unavailable.lack())) {
            return ProblemType.TOO_STALE;
        }
        return switch (unavailable.lack()) {
            case TABLE -> ProblemType.UNKNOWN_TABLE;
            case DOCUMENT -> ProblemType.UNFIT_ROW;
            case CONNECTION, BUDGET -> ProblemType.TOO_BUSY;
            case ROOM -> ProblemType.TOO_LARGE;
            case DATABASE -> ProblemType.DATABASE_UNREACHABLE;
            case VISIBILITY -> ProblemType.TOO_STALE;
        };
    }

    /** Whether it helps to ask again; where there was no room, in another batch. */
    static boolean mayBeHadLater(Lack lack) {
        return lack != Lack.TABLE && lack != Lack.DOCUMENT;
    }

    static String why(Lack lack) {
        return switch (lack) {
            case TABLE -> "the database has no such table any more";
            case DOCUMENT -> "a value of the row cannot be shown in JSON; the reader's log says why";
            case ROOM ->
                "a batch is answered with %d bytes of rows at the most: ask for this one in another"
                        .formatted(Lookup.BATCH_BYTES);
            case CONNECTION -> "all connections to the database are in use";
            case BUDGET -> "no more rows may be read from the database in this second";
            case DATABASE -> "the database does not answer; rows that are in the cache can still be read";
            case VISIBILITY -> "the database that this reader asks does not show it yet";
        };
    }
}
