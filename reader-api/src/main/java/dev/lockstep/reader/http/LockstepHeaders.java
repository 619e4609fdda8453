package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Answer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import java.util.Locale;

/** What each response says besides its body. */
final class LockstepHeaders {

    /** Where the answer came from: hit, negative, miss or bypass. */
    static final String SOURCE = "Lockstep-Source";

    /** How old the answer may be, as {@code 123ms}, or {@code unknown}. */
    static final String STALENESS = "Lockstep-Staleness";

    private static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

    private LockstepHeaders() {}

    /** Where an answer came from, and its age. */
    static <T> MutableHttpResponse<T> addProof(MutableHttpResponse<T> response, Answer.Known answer) {
        return response.header(SOURCE, answer.source().name().toLowerCase(Locale.ROOT))
                .header(
                        STALENESS,
                        answer.staleness().map(age -> age.toMillis() + "ms").orElse("unknown"));
    }

    /** Another cache on the way would add an age of its own to the one we promise. */
    static void addUsual(MutableHttpResponse<?> response) {
        response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        response.header(CONTENT_TYPE_OPTIONS, "nosniff");
    }
}
