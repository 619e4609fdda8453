package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testbed.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads heroes by HTTP all the time, and writes down what was answered when. Between two changes of schema, from the moment
 * on that the worker has passed the first one, every answer has to be of the shape that the table has.
 */
final class SchemaHistory implements AutoCloseable {

    private static final int ANSWERS_EACH = 20;

    /** Leaves the services something of a small machine. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(8);

    private static final Pattern MEMBER = Pattern.compile("[{,]\"(\\w+)\":");

    private final Stack stack;
    private final int heroes;
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    private final List<Window> windows = new ArrayList<>();
    private final CompletableFuture<Void> reading;
    private volatile boolean ended;

    /** When it was asked for and answered, on the clock of this JVM, in nanoseconds. */
    private record Answer(long asked, long answered, int status, String source, String body) {}

    /** A time in which nothing changes the table's shape; without columns, in which there are no rows. */
    private record Window(long from, long until, List<String> columns) {}

    /** Of the heroes 1 to {@code heroes}, which nobody inserts or deletes meanwhile. */
    SchemaHistory(Stack stack, int heroes) {
        this.stack = stack;
        this.heroes = heroes;
        this.reading = CompletableFuture.runAsync(this::read, Thread::startVirtualThread);
    }

    /** Waits for answers while nothing changes the shape; the worker has passed what has changed it before. */
    void window(List<String> columns) {
        int before = answers.size();
        long from = System.nanoTime();
        Eventually.holds(Stack.PATIENCE, () -> assertThat(answers).hasSizeGreaterThan(before + ANSWERS_EACH));
        windows.add(new Window(from, System.nanoTime(), columns));
    }

    /** What was answered and should not have been. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (Answer answer : soFar()) {
            windows.stream()
                    .filter(window -> answer.asked() >= window.from() && answer.answered() <= window.until())
                    .filter(window -> !isRight(answer, window.columns()))
                    .map(window -> "%s (expected: %s)".formatted(answer, window.columns()))
                    .forEach(wrong::add);
        }
        return wrong;
    }

    /** How many answers came from Redis without the database. */
    long hits() {
        return soFar().stream().filter(each -> each.source().equals("hit")).count();
    }

    private List<Answer> soFar() {
        synchronized (answers) {
            return List.copyOf(answers);
        }
    }

    private static boolean isRight(Answer answer, List<String> columns) {
        if (columns.isEmpty()) {
            return answer.status() == 404;
        }
        List<String> members = new ArrayList<>();
        Matcher member = MEMBER.matcher(answer.body());
        while (member.find()) {
            members.add(member.group(1));
        }
        return answer.status() == 200 && members.equals(columns);
    }

    private void read() {
        Random random = new Random();
        while (!ended) {
            LockSupport.parkNanos(PAUSE);
            long asked = System.nanoTime();
            try {
                HttpResponse<String> answer = stack.get("/v1/hero/" + (1 + random.nextInt(heroes)));
                String source = answer.headers().firstValue("Lockstep-Source").orElse("");
                answers.add(new Answer(asked, System.nanoTime(), answer.statusCode(), source, answer.body()));
            } catch (IOException e) {
                answers.add(new Answer(asked, System.nanoTime(), 0, "", e.toString()));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        reading.join();
    }
}
