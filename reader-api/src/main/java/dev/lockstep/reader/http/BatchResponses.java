package dev.lockstep.reader.http;

import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Answer.Proof;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

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
        BatchBody body = new BatchBody();
        Deque<Answer> left = new ArrayDeque<>(answers);
        for (Optional<String> problem : unfit) {
            problem.ifPresentOrElse(
                    detail -> body.problem(ProblemType.UNFIT_KEY, detail), () -> body.add(left.removeFirst()));
        }
        byte[] bytes = body.bytes();
        MutableHttpResponse<byte[]> response = HttpResponse.ok(bytes)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .contentLength(bytes.length);
        LockstepHeaders.addUsual(response, personal);
        addProof(response, answers);
        return response;
    }

    /** Of all answers together: the age of the oldest, and the places of all. */
    private static void addProof(MutableHttpResponse<?> response, List<Answer> answers) {
        List<Proof> proofs = answers.stream()
                .filter(Answer.Known.class::isInstance)
                .map(answer -> ((Answer.Known) answer).proof())
                .toList();
        if (proofs.size() < answers.size()) {
            response.header(HttpHeaders.RETRY_AFTER, ProblemResponses.RETRY_AFTER);
        }
        boolean known = !proofs.isEmpty()
                && proofs.stream().allMatch(proof -> proof.staleness().isPresent());
        Optional<Duration> oldest = known
                ? proofs.stream().flatMap(proof -> proof.staleness().stream()).max(Comparator.naturalOrder())
                : Optional.empty();
        response.header(LockstepHeaders.STALENESS, LockstepHeaders.staleness(oldest));
        String position =
                PositionToken.ofAll(proofs.stream().map(Proof::position).toList());
        if (!position.isEmpty()) {
            response.header(LockstepHeaders.POSITION, position);
        }
    }
}
