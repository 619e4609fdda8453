package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.ReadCounts;
import dev.lockstep.testbed.app.ReadingApp;
import dev.lockstep.testbed.app.ReadingOptions;
import dev.lockstep.testbed.app.WritingApp;
import dev.lockstep.testbed.measure.Comparison;
import dev.lockstep.testbed.server.ServiceProcess;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One fault while one application writes and another one reads. It has to be noticed, and in the end nothing of it may be
 * left. How long that takes is printed, and never asserted.
 */
final class Ordeal implements AutoCloseable {

    private static final int ROWS_PER_SECOND = 120;
    private static final int READS_PER_SECOND = 60;
    private static final int SOME_ROWS = 40;
    private static final int SOME_READS = 10;

    private final Stack stack;
    private final String fault;
    private final long seed = System.nanoTime();
    private final ReadingApp reading;
    private final Map<ServiceProcess, Integer> said = new HashMap<>();
    private WritingApp writing;
    private long overAt = System.nanoTime();

    private Ordeal(Stack stack, String fault) {
        this.stack = stack;
        this.fault = fault;
        System.out.printf("%s: seed %d%n", fault, seed);
        note(stack.worker);
        note(stack.reader);
        stack.standby.ifPresent(this::note);
        this.writing = WritingApp.start(stack.writing(seed, ROWS_PER_SECOND));
        this.reading = ReadingApp.start(new ReadingOptions(stack.reader.http(), seed, 2, READS_PER_SECOND, 2_000));
    }

    /** Writing and reading have begun, and the worker is in step. */
    static Ordeal begin(Stack stack, String fault) {
        Ordeal ordeal = new Ordeal(stack, fault);
        ordeal.goOn();
        return ordeal;
    }

    /** Lets the applications write and read some more. */
    void goOn() {
        long rows = writing.counts().rows() + SOME_ROWS;
        long reads = reading.counts().reads() + SOME_READS;
        Eventually.holds(Stack.PATIENCE, () -> {
            assertThat(writing.failure()).isEmpty();
            assertThat(writing.counts().rows()).isGreaterThan(rows);
            assertThat(reading.counts().reads()).isGreaterThan(reads);
        });
    }

    /** Nobody writes any more. What became of those who did is forgotten: their server may be gone. */
    void writeNoMore() {
        writing.close();
    }

    /** Writes on new connections, to the server that everybody is led to now. */
    void writeAgain() {
        writing.close();
        writing = WritingApp.start(stack.writing(seed, ROWS_PER_SECOND));
    }

    /** What the reading application has seen so far. */
    ReadCounts reads() {
        return reading.counts();
    }

    /** The fault's cause has gone; its end is measured from here. */
    void over() {
        overAt = System.nanoTime();
    }

    /** A service says so in its log, since the ordeal began. */
    void noticed(ServiceProcess service, String words) {
        noticed(service, words, () -> {});
    }

    /** The same of what is done again until it is noticed. */
    void noticed(ServiceProcess service, String words, Runnable again) {
        Eventually.holds(Stack.PATIENCE, () -> {
            again.run();
            assertThat(since(service)).as("the log of %s", service.http()).contains(words);
        });
    }

    /** No worker has begun anew since the ordeal began: what stood in Redis went on counting. */
    void continuityWasKept() {
        said.keySet()
                .forEach(service -> assertThat(since(service).lines())
                        .as("the log of %s", service.http())
                        .noneMatch(line -> line.contains(" Resync ") && line.contains("beginning anew")));
    }

    private String since(ServiceProcess service) {
        return service.log().substring(said.getOrDefault(service, 0));
    }

    /** In step again, with what was committed after the fault; and when all is calm, exact. */
    void survived() throws SQLException {
        survived(stack.worker);
    }

    /** The same where another worker is at it. */
    void survived(ServiceProcess worker) throws SQLException {
        stack.awaitApplied();
        stack.awaitPhase(worker, "IN_STEP");
        long nanos = System.nanoTime() - overAt;
        goOn();
        calm();
        ReadCounts reads = reading.counts();
        System.out.printf(
                "%s: in step again after %d ms; %s, %s%n",
                fault, TimeUnit.NANOSECONDS.toMillis(nanos), writing.counts(), reads);
        assertThat(writing.failure()).isEmpty();
        stack.awaitApplied();
        Comparison comparison = stack.compare();
        assertThat(comparison.differences()).as(fault).isEmpty();
        assertThat(comparison.equal()).as("rows in Redis").isPositive();
    }

    @Override
    public void close() {
        calm();
    }

    private void calm() {
        writing.close();
        reading.close();
    }

    private void note(ServiceProcess service) {
        said.put(service, service.log().length());
    }
}
