package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Loss;
import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Row;
import dev.lockstep.testbed.history.Operation.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a record for answers that should not have been given. Knows nothing of Lockstep but what it promises; reports nothing
 * that could have come about rightly, however the moments that nobody saw (when a commit took effect, when Redis read) lay
 * between those that were written down. Takes n log n time.
 *
 * <ol>
 *   <li>What is answered was committed, and its commit was asked for before the answer was there.
 *   <li>Bounded staleness: an answer that says "at most b old" and whose request was sent at s shows what was known to be
 *       committed before s - b. Redis read it at s or later, so the promise reaches at least that far.
 *   <li>Redis does not go back: no answer of Redis is older than one of Redis that was there before the request was sent,
 *       unless a loss may lie between the two.
 *   <li>An answer has in it what the request demanded: a bound, everything before the commit that a token is of, what an
 *       answer with this position had shown of this key, or everything before the request.
 *   <li>When all is calm, answers are what the table says.
 * </ol>
 *
 * <p>An absent row may be the work of any of several deletions; it is taken for the oldest one that fits.
 */
public final class HistoryChecker {

    private HistoryChecker() {}

    /** Checks a whole record; the order of the operations in it does not matter. */
    public static Audit check(List<Operation> record) {
        Map<Integer, KeyRecord> keys = new TreeMap<>();
        List<Loss> losses = new ArrayList<>();
        Count count = new Count();
        for (Operation operation : record) {
            switch (operation) {
                case Write write -> key(keys, write.key()).writes().add(count.counted(write));
                case Answer answer -> {
                    if (count.isKnown(answer)) {
                        key(keys, answer.key()).answers().add(answer);
                    }
                }
                case Row row -> key(keys, row.key()).rows().add(row);
                case Loss loss -> losses.add(loss);
            }
        }
        Context context = new Context(new Losses(losses), count.tokens, new ArrayList<>());
        keys.forEach((key, of) -> new KeyCheck(key, of, context).run());
        return count.audit(context.violations(), keys);
    }

    /**
     * What the checks of all keys share.
     *
     * @param tokens until when the token of a write covers everything
     * @param violations where they report to
     */
    record Context(Losses losses, Map<String, Long> tokens, List<Violation> violations) {}

    /** Everything about one key. */
    record KeyRecord(List<Write> writes, List<Answer> answers, List<Row> rows) {}

    private static KeyRecord key(Map<Integer, KeyRecord> keys, int key) {
        return keys.computeIfAbsent(
                key, made -> new KeyRecord(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private static final class Count {

        private final Map<String, Long> tokens = new HashMap<>();
        private long writes;
        private long rolledBack;
        private long unknown;
        private long answers;
        private long fromRedis;
        private long errors;
        private long demanding;
        private long unbounded;
        private long largestBound;

        private Write counted(Write write) {
            writes += write.outcome() == Outcome.ROLLED_BACK ? 0 : 1;
            rolledBack += write.outcome() == Outcome.ROLLED_BACK ? 1 : 0;
            unknown += write.outcome() == Outcome.UNKNOWN ? 1 : 0;
            if (write.token() != null) {
                tokens.merge(write.token(), write.end(), Math::max);
            }
            return write;
        }

        private boolean isKnown(Answer answer) {
            if (!answer.isKnown()) {
                errors++;
                return false;
            }
            answers++;
            fromRedis += answer.source().isRedis() ? 1 : 0;
            demanding += answer.demand().equals(Demand.NONE) ? 0 : 1;
            unbounded += answer.boundMillis() == Operation.UNBOUNDED ? 1 : 0;
            largestBound = Math.max(largestBound, answer.boundMillis());
            return true;
        }

        private Audit audit(List<Violation> violations, Map<Integer, KeyRecord> keys) {
            int rows = Math.toIntExact(
                    keys.values().stream().filter(key -> !key.rows().isEmpty()).count());
            return new Audit(
                    writes,
                    rolledBack,
                    unknown,
                    answers,
                    fromRedis,
                    demanding,
                    errors,
                    unbounded,
                    largestBound,
                    rows,
                    violations);
        }
    }
}
