package dev.lockstep.testbed.history;

import java.util.List;

/**
 * What came of checking a record.
 *
 * @param writes that were committed, or may have been
 * @param rolledBack writes that were not
 * @param unknown writes of which nobody knows
 * @param answers that said whether there is such a row, and what it is
 * @param fromRedis answers among them that Redis gave itself
 * @param demanding answers to requests that demanded something
 * @param errors requests without such an answer
 * @param unbounded answers that gave no bound for their age
 * @param largestBoundMillis the largest age bound that was given
 * @param rows keys whose end was compared with the table
 * @param violations everything that should not have been, in the order of the keys
 */
public record Audit(
        long writes,
        long rolledBack,
        long unknown,
        long answers,
        long fromRedis,
        long demanding,
        long errors,
        long unbounded,
        long largestBoundMillis,
        int rows,
        List<Violation> violations) {

    public Audit {
        violations = List.copyOf(violations);
    }

    /** Whether there was something to check, by what Redis said too, and nothing was wrong. */
    public boolean holds() {
        return violations.isEmpty() && writes > 0 && fromRedis > 0;
    }
}
