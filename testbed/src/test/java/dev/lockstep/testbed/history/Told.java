package dev.lockstep.testbed.history;

import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Loss;
import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Row;
import dev.lockstep.testbed.history.Operation.Source;
import dev.lockstep.testbed.history.Operation.Write;
import dev.lockstep.testbed.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A record that a test makes up; its times are milliseconds. */
final class Told {

    static final int KEY = 7;

    private final List<Operation> record = new ArrayList<>();

    /** The row is there with version 1, since ever. */
    static Told rowOne() {
        return new Told().put(1, -20, -10);
    }

    Told put(long version, long begin, long end) {
        return write(version, false, begin, end, Outcome.COMMITTED);
    }

    Told delete(long version, long begin, long end) {
        return write(version, true, begin, end, Outcome.COMMITTED);
    }

    Told write(long version, boolean deletes, long begin, long end, Outcome outcome) {
        record.add(new Write(KEY, version, deletes, nanos(begin), nanos(end), outcome, null));
        return this;
    }

    /** A commit of some other row, of which its writer got a token. */
    Told elsewhere(long end, String token) {
        record.add(new Write(KEY + 1, end, false, nanos(end), nanos(end), Outcome.COMMITTED, token));
        return this;
    }

    /** An answer of Redis to a demand, which says where it stands. */
    Told hit(Demand demand, long version, long start, long bound, String position) {
        record.add(
                new Answer(1, KEY, demand, 200, version, Source.HIT, nanos(start), nanos(start + 1), bound, position));
        return this;
    }

    Told hit(long version, long start, long end, long bound) {
        return answer(Source.HIT, version, start, end, bound);
    }

    Told negative(long start, long end, long bound) {
        return answer(Source.NEGATIVE, Operation.ABSENT, start, end, bound);
    }

    Told miss(long version, long start, long end) {
        return answer(Source.MISS, version, start, end, 0);
    }

    Told error(long start, long end) {
        record.add(new Answer(
                1, KEY, Demand.NONE, 503, Operation.ABSENT, Source.NONE, nanos(start), nanos(end), -1, null));
        return this;
    }

    Told loss(long from, long to) {
        record.add(new Loss("made up", nanos(from), nanos(to)));
        return this;
    }

    Told row(long version, long at) {
        record.add(new Row(KEY, version, nanos(at)));
        return this;
    }

    List<Operation> record() {
        return record;
    }

    Audit audit() {
        return HistoryChecker.check(record);
    }

    List<Kind> violations() {
        return audit().violations().stream().map(Violation::kind).toList();
    }

    private Told answer(Source source, long version, long start, long end, long bound) {
        int status = version == Operation.ABSENT ? 404 : 200;
        record.add(new Answer(1, KEY, Demand.NONE, status, version, source, nanos(start), nanos(end), bound, null));
        return this;
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
