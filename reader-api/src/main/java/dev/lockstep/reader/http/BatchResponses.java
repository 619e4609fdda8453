package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Answer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The response for a batch. */
final class BatchResponses {

    private BatchResponses() {}

    /**
     * A response.
     *
     * @param unfit for each key what is wrong with it, if anything is
     * @param answers of those with which nothing is wrong, in their order
     * @param personal whether it is for one caller, and others may be answered otherwise
     */
    static HttpResponse<?> of(List<Optional<String>> unfit, List<Answer> answers, boolean personal) {
        BatchBody body = new BatchBody(answers);
        Deque<Answer> left = new ArrayDeque<>(answers);
        for (Optional<String> problem : unfit) {
            problem.ifPresentOrElse(
                    detail -> body.problem(ProblemType.UNFIT_KEY, detail), () -> body.add(left.removeFirst()));
        }
        byte[] bytes = body.bytes();
        MutableHttpResponse<byte[]> response = HttpResponse.ok(bytes)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .contentLength(bytes.length);
        response.header(HttpHeaders.CACHE_CONTROL, LockstepHeaders.cacheControl(personal));
        addProof(response, answers);
        return response;
    }

    /** Of all answers together: the age of the oldest, and the places of all. */
    private static void addProof(MutableHttpResponse<?> response, List<Answer> answers) {
        Set<String> positions = new HashSet<>();
        Optional<Duration> oldest = Optional.of(Duration.ZERO);
        for (Answer answer : answers) {
            if (answer instanceof Answer.Known known) {
                positions.add(known.proof().position());
                oldest = older(oldest, known.proof().staleness());
            } else if (answer instanceof Answer.Unavailable unavailable
                    && AnswerResponses.mayBeHadLater(unavailable.lack())) {
                response.getHeaders().set(HttpHeaders.RETRY_AFTER, ProblemResponses.RETRY_AFTER);
            }
        }
        boolean anyKnown = !positions.isEmpty();
        response.header(LockstepHeaders.STALENESS, LockstepHeaders.staleness(anyKnown ? oldest : Optional.empty()));
        String position = PositionToken.ofAll(positions);
        if (!position.isEmpty()) {
            response.header(LockstepHeaders.POSITION, position);
        }
    }

    /** Of two ages, of which either may not be known. */
    private static Optional<Duration> older(Optional<Duration> one, Optional<Duration> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return one.get().compareTo(other.get()) >= 0 ? one : other;
    }
}
