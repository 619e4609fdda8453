package dev.lockstep.reader.http;

import io.micronaut.http.HttpStatus;
import java.util.Locale;

/** Every problem that a caller can meet. The names are part of the API. */
enum ProblemType {
    ROW_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such row"),
    UNKNOWN_TABLE(HttpStatus.NOT_FOUND, "There is no such table here"),
    NO_SUCH_RESOURCE(HttpStatus.NOT_FOUND, "There is nothing here"),
    NO_CHANGES(HttpStatus.NOT_FOUND, "Changes are not kept"),
    UNKNOWN_LOOKUP(HttpStatus.NOT_FOUND, "Rows of this table are not found by these columns"),
    BAD_DEMAND(HttpStatus.BAD_REQUEST, "A header asks for something that cannot be understood"),
    UNFIT_KEY(HttpStatus.BAD_REQUEST, "The key does not fit the table"),
    UNFIT_BATCH(HttpStatus.BAD_REQUEST, "The keys cannot be read"),
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method does not apply here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "None of the accepted types can be had"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Callers must say who they are"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "This may not be read"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "This caller asks too often"),
    TOO_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "There is too much to do"),
    TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The rows are too many bytes for one answer"),
    UNFIT_ROW(HttpStatus.INTERNAL_SERVER_ERROR, "The row has a value that cannot be shown"),
    DATABASE_UNREACHABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "The row is not in the cache and the database does not answer"),
    CHANGES_UNREACHABLE(HttpStatus.SERVICE_UNAVAILABLE, "Changes cannot be read now"),
    TOO_STALE(HttpStatus.SERVICE_UNAVAILABLE, "Nothing as young as asked for can be had"),
    NOT_READY(HttpStatus.SERVICE_UNAVAILABLE, "The reader does not know the tables yet"),
    REFUSED(HttpStatus.BAD_REQUEST, "The request was refused"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The reader has failed");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    /** A reference that needs no host: it means the same whoever serves it. */
    String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The document, for a response of another status than the usual one. */
    Problem with(HttpStatus actual, String detail, String instance) {
        return new Problem(uri(), title, actual.getCode(), detail, instance);
    }

    /** What a status of the framework's own means. */
    static ProblemType of(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> BAD_REQUEST;
            case UNAUTHORIZED -> UNAUTHENTICATED;
            case FORBIDDEN -> FORBIDDEN;
            case NOT_FOUND -> NO_SUCH_RESOURCE;
            case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> NOT_ACCEPTABLE;
            case TOO_MANY_REQUESTS -> TOO_MANY_REQUESTS;
            default -> status.getCode() < 500 ? REFUSED : INTERNAL_ERROR;
        };
    }
}
