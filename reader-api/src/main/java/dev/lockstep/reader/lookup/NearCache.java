package dev.lockstep.reader.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.reader.lookup.Answer.Proof;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.source.RowRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers that were given a moment ago, in this process: for rows that are asked for so often that even one round trip each is too
 * much. The time that an answer lies here counts into the staleness that it is given with. Thread safe.
 *
 * <p>Moments are {@link System#nanoTime()}.
 */
final class NearCache {

    /** What an answer takes besides its document and its key: about a dozen objects. */
    private static final int OVERHEAD_BYTES = 400;

    private final Duration mostAge;
    private final Cache<Key, Held> answers;

    /** A row in a shape: what was answered before the table looked otherwise is not found any more. */
    private record Key(RowKey row, String shape) {

        static Key of(RowRequest request) {
            return new Key(request.key(), request.schema().fingerprint());
        }
    }

    /**
     * An answer.
     *
     * @param askedAt before it was looked up
     * @param asOf everything that was committed before is in it
     */
    private record Held(Answer.Known answer, long askedAt, long asOf) {

        /** An answer may come late: one that was overtaken is not put in the place of that which overtook it. */
        static Held newer(Held one, Held other) {
            return one.asOf - other.asOf > 0 ? one : other;
        }
    }

    /**
     * An empty one.
     *
     * @param bytes how much memory it may take, about
     * @param mostAge how long an answer may lie here
     */
    NearCache(int bytes, Duration mostAge) {
        this.mostAge = mostAge;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(NearCache::weight)
                .expireAfterWrite(mostAge)
                .build();
    }

    /** What was answered a moment ago, where that is good enough. */
    Optional<Answer> find(RowRequest request, Demand demand, long now) {
        if (demand.strong() || demand.after().isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(answers.getIfPresent(Key.of(request)))
                .filter(held -> now - held.askedAt() <= mostAge.toNanos())
                .map(held -> answer(held, now))
                .filter(answer -> demand.allows(answer.proof().staleness()))
                .map(Answer.class::cast);
    }

    /** Keeps an answer whose age is known. */
    void keep(RowRequest request, Answer answer, long askedAt) {
        if (answer instanceof Answer.Known known) {
            known.proof()
                    .staleness()
                    .map(age -> new Held(copy(known, known.proof()), askedAt, askedAt - age.toNanos()))
                    .ifPresent(held -> answers.asMap().merge(Key.of(request), held, Held::newer));
        }
    }

    private static Answer.Known answer(Held held, long now) {
        Proof then = held.answer().proof();
        Proof proof = new Proof(
                Source.NEAR, Optional.of(Duration.ofNanos(now - held.asOf())), then.position(), then.commitMillis());
        return copy(held.answer(), proof);
    }

    /** Of the same bytes, but not of the same buffer: whoever reads one moves it on. */
    private static Answer.Known copy(Answer.Known answer, Proof proof) {
        return switch (answer) {
            case Answer.Row row -> new Answer.Row(proof, row.document().duplicate());
            case Answer.Absent absent -> new Answer.Absent(proof);
        };
    }

    private static int weight(Key key, Held held) {
        int document = held.answer() instanceof Answer.Row row ? row.document().capacity() : 0;
        return OVERHEAD_BYTES + key.row().text().length() + document;
    }
}
