package dev.lockstep.testbed.history;

import dev.failsafe.RateLimiter;
import dev.lockstep.testbed.app.HeroTable;
import dev.lockstep.testbed.history.Operation.Answer;
import dev.lockstep.testbed.history.Operation.Demand;
import dev.lockstep.testbed.history.Operation.Outcome;
import dev.lockstep.testbed.history.Operation.Row;
import dev.lockstep.testbed.history.Operation.Source;
import dev.lockstep.testbed.history.Operation.Write;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of {@code heroes.hero} and reads them through reader-api, and records both. A server that is away is waited for
 * and no failure. Thread safe.
 */
public final class HistoryLoad implements AutoCloseable {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long RECONNECT_MILLIS = 50;
    private static final long POLL_MILLIS = 10;

    /** A worker that is in step proves it several times a second. */
    private static final long FRESH_MILLIS = 1_000;

    private static final int LAST_READER = -1;
    private static final int LAST_TRIES = 5;

    private final LoadOptions options;
    private final Recorder recorder;
    private final AnswerReader reader;
    private final List<Thread> writers = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final LongAdder rows = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable String> committed = new AtomicReference<>();
    private @Nullable CounterWriter pulse;
    private volatile boolean writing = true;
    private volatile boolean reading = true;

    private HistoryLoad(LoadOptions options, Recorder recorder) {
        this.options = options;
        this.recorder = recorder;
        this.reader = new AnswerReader(options.reader(), recorder);
    }

    /** A load that has not begun. The rows must not be there yet. */
    public static HistoryLoad of(LoadOptions options, Recorder recorder) {
        HistoryLoad load = new HistoryLoad(options, recorder);
        IntStream.range(0, options.keys()).map(options::key).forEach(load::recordAbsent);
        load.recordAbsent(HeroTable.PROBE);
        return load;
    }

    /** Starts writing and reading and returns at once. */
    public void start() {
        RateLimiter<Object> writes =
                RateLimiter.smoothBuilder(options.rowsPerSecond(), SECOND).build();
        for (int i = 0; i < options.writers(); i++) {
            int who = i;
            writers.add(Thread.ofPlatform().daemon().name("writer-" + i).start(() -> write(who, writes)));
        }
        RateLimiter<Object> reads =
                RateLimiter.smoothBuilder(options.readsPerSecond(), SECOND).build();
        for (int i = 0; i < options.readers(); i++) {
            int who = i;
            readers.add(Thread.ofPlatform().daemon().name("reader-" + i).start(() -> read(who, reads)));
        }
    }

    /** Rows in transactions so far, rolled back ones included. */
    public long rows() {
        return rows.sum();
    }

    /** Answers so far, errors included. */
    public long answers() {
        return answers.sum();
    }

    /** Why a writer or reader has given up, if one has. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Lets every writer finish its transaction; returns when all have. Reading goes on. */
    public void stopWriting() throws InterruptedException {
        writing = false;
        for (Thread thread : writers) {
            thread.join();
        }
    }

    /** Lets every reader finish its request; returns when all have. */
    public void stopReading() throws InterruptedException {
        reading = false;
        for (Thread thread : readers) {
            thread.join();
        }
    }

    /** Records the table as it stands, and then an answer for each key. For when nobody writes and all is applied. */
    public void recordEnd() throws SQLException, InterruptedException {
        List<Integer> keys =
                IntStream.range(0, options.keys()).map(options::key).boxed().toList();
        long at = recorder.now();
        Map<Integer, Long> table;
        try (Connection connection = open()) {
            table = new CounterRows(connection).look(keys);
        }
        for (int key : keys) {
            recorder.add(new Row(key, table.getOrDefault(key, Operation.ABSENT), at));
        }
        for (int key : keys) {
            askUntilKnown(key);
        }
    }

    /** Asks for one row and records the answer. */
    public Answer ask(int key) throws InterruptedException {
        Answer answer = reader.ask(LAST_READER, key, Demand.NONE);
        recorder.add(answer);
        return answer;
    }

    /**
     * Commits a change of a row of its own and waits until Redis itself answers with it and says that it is fresh: then all
     * that was committed before has been applied too, as there is one partition. For one thread at a time.
     *
     * @return whether that came about in time
     */
    public boolean awaitInStep(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        CounterWriter writer = pulse();
        long version = writer.put(HeroTable.PROBE);
        while (System.nanoTime() - end < 0) {
            Answer answer = ask(HeroTable.PROBE);
            boolean fresh = answer.boundMillis() != Operation.UNBOUNDED && answer.boundMillis() <= FRESH_MILLIS;
            if (answer.source() == Source.HIT && answer.version() == version && fresh) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    /** Ends everything; gives up what is under way. */
    @Override
    public void close() {
        writing = false;
        reading = false;
        readers.forEach(Thread::interrupt);
        writers.forEach(Thread::interrupt);
        reader.close();
        if (pulse != null) {
            pulse.close();
        }
    }

    private CounterWriter pulse() throws InterruptedException {
        CounterWriter made = pulse;
        if (made == null) {
            made = new CounterWriter(List.of(), 0, this::connect, recorder);
            pulse = made;
        }
        return made;
    }

    private void askUntilKnown(int key) throws InterruptedException {
        for (int i = 0; i < LAST_TRIES; i++) {
            if (ask(key).isKnown()) {
                return;
            }
        }
    }

    private void recordAbsent(int key) {
        recorder.add(new Write(key, 0, true, -1, -1, Outcome.COMMITTED, null));
    }

    private void write(int who, RateLimiter<Object> limiter) {
        List<Integer> keys = IntStream.range(0, options.keys())
                .filter(index -> index % options.writers() == who)
                .map(options::key)
                .boxed()
                .toList();
        try (CounterWriter writer = new CounterWriter(keys, options.seed() + who, this::connect, recorder)) {
            while (writing) {
                int written = writer.writeOnce();
                committed.set(writer.token());
                rows.add(written);
                limiter.acquirePermits(written);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void read(int who, RateLimiter<Object> limiter) {
        Random random = new Random(options.seed() - 1 - who);
        Demands demands = new Demands(random.nextLong(), committed::get);
        try {
            while (reading) {
                limiter.acquirePermit();
                int key = options.key(anyIndex(random));
                Answer answer = reader.ask(who, key, demands.next(key));
                recorder.add(answer);
                demands.note(answer);
                answers.increment();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** The square makes the first ones likelier. */
    private int anyIndex(Random random) {
        return (int) (random.nextDouble() * random.nextDouble() * options.keys());
    }

    private Connection connect() throws InterruptedException {
        while (true) {
            try {
                return open();
            } catch (SQLException e) {
                TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
            }
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(options.jdbcUrl(), options.user(), options.password());
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        return connection;
    }
}
