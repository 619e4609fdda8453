package dev.lockstep.reader.http;

import dev.lockstep.cache.position.Position;
import dev.lockstep.reader.lookup.Answer.Proof;
import dev.lockstep.reader.lookup.Answer.Source;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What each response says besides its body. */
final class LockstepHeaders {

    /** Where the answer came from: hit, negative, coalesced, near, miss or bypass. */
    static final String SOURCE = "Lockstep-Source";

    /** How old the answer may be, as {@code 123ms}, or {@code unknown}. */
    static final String STALENESS = "Lockstep-Staleness";

    /** A place in the source's history after which nothing is in the answer; in a request, what has to be in it. */
    static final String POSITION = "Lockstep-Position";

    /** Which numbering of the source's binlog the position counts in. */
    static final String EPOCH = "Lockstep-Epoch";

    /** When the row's last change was committed. */
    static final String COMMITTED = "Lockstep-Committed";

    /** Whoever keeps an answer has to ask each time whether it still holds. */
    private static final String ASK_AGAIN = "no-cache";

    /** The same, and it is kept for nobody else. */
    private static final String ASK_AGAIN_FOR_YOURSELF = "private, no-cache";

    private static final String KEEP_NOTHING = "no-store";

    /** How many digits of a position are its epoch. */
    private static final int EPOCH_DIGITS = 10;

    private static final Map<Source, String> SOURCES = sources();

    private LockstepHeaders() {}

    private static Map<Source, String> sources() {
        Map<Source, String> names = new EnumMap<>(Source.class);
        for (Source each : Source.values()) {
            names.put(each, each.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Where an answer came from, its age, and its place. */
    static <T> MutableHttpResponse<T> addProof(MutableHttpResponse<T> response, Proof proof) {
        addProof(response::header, proof);
        return response;
    }

    /** The same, header by header. */
    static void addProof(BiConsumer<String, String> headers, Proof proof) {
        headers.accept(SOURCE, source(proof));
        headers.accept(STALENESS, staleness(proof.staleness()));
        String position = proof.position();
        if (!position.isEmpty()) {
            headers.accept(POSITION, position);
            if (position.length() == Position.LENGTH) {
                headers.accept(EPOCH, position.substring(0, EPOCH_DIGITS));
            }
        }
        if (proof.commitMillis() > 0) {
            headers.accept(COMMITTED, Instant.ofEpochMilli(proof.commitMillis()).toString());
        }
    }

    static String source(Proof proof) {
        return Objects.requireNonNull(SOURCES.get(proof.source()));
    }

    static String staleness(Optional<Duration> staleness) {
        return staleness.map(age -> age.toMillis() + "ms").orElse("unknown");
    }

    /**
     * The Cache-Control of what may be kept by a cache that asks each time whether it still holds.
     *
     * @param personal whether it is for one caller, and others may be answered otherwise
     */
    static String cacheControl(boolean personal) {
        return personal ? ASK_AGAIN_FOR_YOURSELF : ASK_AGAIN;
    }

    /** For what no cache may keep. */
    static void addUsualOfProblem(MutableHttpResponse<?> response) {
        response.header(HttpHeaders.CACHE_CONTROL, KEEP_NOTHING);
    }
}
