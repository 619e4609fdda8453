package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.HistoryChecker.Context;
import dev.lockstep.testbed.history.HistoryChecker.KeyRecord;
import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Row;
import dev.lockstep.testbed.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The check of one key's record. To be run once. */
final class KeyCheck {

    private static final int NONE = -1;

    private final int key;
    private final Versions versions;
    private final List<Answer> answers;
    private final List<Row> rows;
    private final Context context;

    /** The largest index that an answer with this position is known to have shown. */
    private final Map<String, Integer> shown = new HashMap<>();

    /** The largest index that Redis has answered so far, for each era. */
    private final Map<Integer, Integer> reached = new HashMap<>();

    KeyCheck(int key, KeyRecord record, Context context) {
        this.key = key;
        this.versions = Versions.of(record.writes());
        this.answers = record.answers();
        this.rows = record.rows();
        this.context = context;
    }

    void run() {
        List<Answer> byStart =
                answers.stream().sorted(Comparator.comparingLong(Answer::start)).toList();
        List<Ended> waiting = new ArrayList<>();
        for (Answer answer : byStart) {
            waiting.add(new Ended(answer, NONE));
        }
        inOrder(waiting);
        rows.forEach(this::checkEnd);
    }

    /** Starts and ends as they followed each other; where they fall together, a start is taken to have been first. */
    private void inOrder(List<Ended> byStart) {
        List<Ended> byEnd = new ArrayList<>(byStart);
        byEnd.sort(Comparator.comparingLong(each -> each.answer.end()));
        int ended = 0;
        for (Ended each : byStart) {
            while (ended < byEnd.size() && byEnd.get(ended).answer.end() < each.answer.start()) {
                note(byEnd.get(ended));
                ended++;
            }
            each.index = check(each.answer);
        }
    }

    private void note(Ended ended) {
        if (ended.index < 0) {
            return;
        }
        Answer answer = ended.answer;
        if (answer.position() != null) {
            shown.merge(answer.position(), ended.index, Math::max);
        }
        if (answer.source().isRedis()) {
            reached.merge(context.losses().overBefore(answer.start()), ended.index, Math::max);
        }
    }

    /** The least index that fits; negative, after a report, where none does. */
    private int check(Answer answer) {
        if (versions.find(answer.version(), 0) < 0) {
            return report(Kind.NEVER_COMMITTED, answer, "something that was committed");
        }
        if (find(answer, 0) < 0) {
            return report(Kind.TOO_EARLY, answer, "something whose commit had been asked for");
        }
        int fresh = within(answer, answer.boundMillis());
        if (find(answer, fresh) < 0) {
            return report(Kind.STALE, answer, atLeast(fresh));
        }
        long most = answer.demand().mostMillis();
        if (most != Operation.UNBOUNDED
                && (answer.boundMillis() == Operation.UNBOUNDED || answer.boundMillis() > most)) {
            return report(Kind.NOT_AS_DEMANDED, answer, "an age of at most %d ms".formatted(most));
        }
        int wanted = Math.max(fresh, demanded(answer));
        if (find(answer, wanted) < 0) {
            return report(Kind.NOT_AS_DEMANDED, answer, atLeast(wanted));
        }
        if (!answer.source().isRedis()) {
            return find(answer, wanted);
        }
        int least = Math.max(wanted, reached.getOrDefault(context.losses().begunBefore(answer.end()), 0));
        int index = find(answer, least);
        return index < 0 ? report(Kind.WENT_BACK, answer, atLeast(least)) : index;
    }

    /** The least index that the request allows. */
    private int demanded(Answer answer) {
        Demand demand = answer.demand();
        int bounded = within(answer, demand.mostMillis());
        int strong = demand.strong() ? versions.freshAt(answer.start()) : 0;
        return Math.max(Math.max(bounded, strong), demand.after() == null ? 0 : after(demand.after()));
    }

    private int after(String token) {
        Long covered = context.tokens().get(token);
        // What was replaced at the very moment that the token covers was so by a commit that it covers.
        int committed = covered == null ? 0 : versions.freshAt(covered + 1);
        return Math.max(committed, shown.getOrDefault(token, 0));
    }

    private int within(Answer answer, long millis) {
        return millis == Operation.UNBOUNDED
                ? 0
                : versions.freshAt(answer.start() - TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The least index at or after {@code from} that the answer may show; negative where there is none. */
    private int find(Answer answer, int from) {
        int index = versions.find(answer.version(), from);
        return index >= 0 && versions.get(index).begin() <= answer.end() ? index : NONE;
    }

    private String atLeast(int index) {
        return "nothing older than %s".formatted(versions.get(index));
    }

    private void checkEnd(Row row) {
        if (!versions.mayEndWith(row.version())) {
            context.violations()
                    .add(new Violation(Kind.TABLE_UNEXPECTED, key, row + " (expected: what was committed last)"));
        }
        List<Answer> calm =
                answers.stream().filter(answer -> answer.start() >= row.at()).toList();
        if (calm.isEmpty()) {
            context.violations().add(new Violation(Kind.NOT_ASKED_AT_THE_END, key, row.toString()));
        }
        calm.stream()
                .filter(answer -> answer.version() != row.version())
                .forEach(answer -> report(Kind.DIFFERS_AT_THE_END, answer, row.toString()));
    }

    private int report(Kind kind, Answer answer, String expected) {
        context.violations().add(new Violation(kind, key, "%s (expected: %s)".formatted(answer, expected)));
        return NONE;
    }

    /** An answer, and what it was taken for. */
    private static final class Ended {

        private final Answer answer;
        private int index;

        private Ended(Answer answer, int index) {
            this.answer = answer;
            this.index = index;
        }
    }
}
