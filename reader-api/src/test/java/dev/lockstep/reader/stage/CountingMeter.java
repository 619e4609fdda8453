package dev.lockstep.reader.stage;

import dev.lockstep.reader.lookup.Answer;
import dev.lockstep.reader.lookup.Doubt;
import dev.lockstep.reader.lookup.LookupMeter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it is told. */
public final class CountingMeter implements LookupMeter {

    private final AtomicInteger databaseReads = new AtomicInteger();
    private final List<Doubt> doubts = new CopyOnWriteArrayList<>();
    private final List<FillOutcome> fills = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();

    @Override
    public void answered(Answer answer, long nanos) {
        answers.add(answer);
    }

    @Override
    public void answered(List<Answer> batch, long nanos) {
        answers.addAll(batch);
    }

    @Override
    public void databaseRead() {
        databaseReads.incrementAndGet();
    }

    @Override
    public void doubted(Doubt doubt) {
        doubts.add(doubt);
    }

    @Override
    public void filled(FillOutcome outcome) {
        fills.add(outcome);
    }

    public int databaseReads() {
        return databaseReads.get();
    }

    public List<Doubt> doubts() {
        return doubts;
    }

    public List<FillOutcome> fills() {
        return fills;
    }

    public List<Answer> answers() {
        return answers;
    }
}
