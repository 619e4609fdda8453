package dev.lockstep.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.client.Session;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.app.HeroTable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever hands over the position of his commit reads it, however far the worker is behind. Redis has every row as it was before,
 * so that an older answer is always at hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnWriteIT {

    private static final int SESSIONS = 1_000;
    private static final int AT_ONCE = 16;
    private static final int FEW = 100;
    private static final Duration BEHIND = Duration.ofSeconds(5);
    private static final String TRACKED = "&trackSessionState=true&sessionVariables=session_track_gtids=OWN_GTID";
    private static final Pattern XP = Pattern.compile("\"xp\":(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Stack stack;

    /** More than any row has had: what a test before has written is older. */
    private long level = 10_000;

    /**
     * What somebody wrote to a row of his own, and what he was answered at once.
     *
     * @param source where the answer came from; empty where there was none
     */
    private record Told(Session session, int hero, long wrote, Optional<String> source) {}

    @BeforeAll
    void start(@TempDir Path logs) throws SQLException {
        // Worth waiting for on a busy machine, and little beside the delay.
        stack = Stack.start(logs, StackOptions.DEFAULT.withHeroes(SESSIONS).with("READER_WORKER_WAIT", "1s"));
    }

    @BeforeEach
    void rise() {
        level += 10_000;
    }

    @AfterEach
    void inStepAgain() throws SQLException {
        stack.links.workerMysql().delay(Duration.ZERO);
        stack.awaitPhase(stack.worker, "IN_STEP");
        stack.awaitApplied();
    }

    @AfterAll
    void stop() {
        http.close();
        stack.close();
    }

    @Test
    void aThousandSessionsReadTheirOwnWritesWhileTheWorkerIsFiveSecondsBehind() throws Exception {
        keepAll(SESSIONS);
        stack.links.workerMysql().delay(BEHIND);

        List<Told> all = onConnections(SESSIONS, (connection, hero) -> writeAndRead(connection, hero, level + hero));
        Map<String, Integer> sources = count(all);
        System.out.printf("own writes, worker %s behind: %s%n", BEHIND, sources);

        assertThat(all).hasSize(SESSIONS);
        assertThat(sources)
                .as("so far behind, it is the database that has them")
                .containsKey("bypass");

        stack.links.workerMysql().delay(Duration.ZERO);
        for (Told told : all) {
            Eventually.holds(
                    Stack.PATIENCE,
                    () -> assertThat(xp(read(told.session(), told.hero()))).isGreaterThanOrEqualTo(told.wrote()));
        }
    }

    @Test
    void whoHasSeenSomebodyElsesWriteGoesOnSeeingIt() throws Exception {
        keepAll(FEW);
        stack.links.workerMysql().delay(BEHIND);

        List<Long> withoutPosition = onConnections(FEW, (connection, hero) -> {
            write(connection, hero, level);
            Session reader = new Session();
            long first = eventually(reader, hero, "Lockstep-Consistency", "strong");
            assertThat(first).isEqualTo(level);
            long next = eventually(reader, hero);
            assertThat(next).isGreaterThanOrEqualTo(first);
            assertThat(eventually(Session.at(reader.position()), hero)).isGreaterThanOrEqualTo(next);
            return eventually(new Session(), hero);
        });

        assertThat(withoutPosition)
                .as("an older answer was at hand")
                .anySatisfy(xp -> assertThat(xp).isLessThan(level));
    }

    @Test
    void whoHasWrittenIsAnsweredFromRedisWhereTheWorkerIsInStep() throws Exception {
        keepAll(FEW);
        stack.awaitApplied();

        List<Told> all = onConnections(FEW, (connection, hero) -> writeAndRead(connection, hero, level + hero));
        Map<String, Integer> sources = count(all);
        System.out.printf("own writes, worker in step: %s%n", sources);

        assertThat(sources.getOrDefault("hit", 0)).isGreaterThan(FEW / 2);
    }

    @Test
    void aSessionThatGoesOnHoldsOnePlace() throws Exception {
        Session session = new Session();
        try (Connection connection = connect()) {
            for (int i = 1; i <= FEW; i++) {
                session.committed(write(connection, 1, level + i));
                assertThat(eventually(session, 1)).isGreaterThanOrEqualTo(level + i);
            }
        }
        assertThat(session.position()).as("one place, however much was written").hasSizeLessThan(200);
    }

    /** Redis has the rows as they are now. */
    private void keepAll(int heroes) throws Exception {
        onConnections(heroes, (connection, hero) -> eventually(new Session(), hero));
    }

    private Told writeAndRead(Connection connection, int hero, long xp) throws Exception {
        Session session = new Session();
        session.committed(write(connection, hero, xp));
        assertThat(session.position()).as("its own commit and no other").matches("[0-9a-f-]{36}:\\d+");
        HttpResponse<String> answer = read(session, hero);
        if (answer.statusCode() == 200) {
            assertThat(xp(answer)).isGreaterThanOrEqualTo(xp);
            return new Told(session, hero, xp, answer.headers().firstValue("Lockstep-Source"));
        }
        assertThat(answer.statusCode()).as(answer.body()).isIn(503, 504);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return new Told(session, hero, xp, Optional.empty());
    }

    private static Connection write(Connection connection, int hero, long xp) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE hero SET xp = ? WHERE id = ?")) {
            update.setLong(1, xp);
            update.setInt(2, hero);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        connection.commit();
        return connection;
    }

    /** What is answered in the end; whoever is told to come again does so. */
    private long eventually(Session session, int hero, String... headers) {
        List<Long> xp = new ArrayList<>();
        Eventually.holds(Stack.PATIENCE, () -> xp.add(xp(read(session, hero, headers))));
        return xp.getLast();
    }

    private HttpResponse<String> read(Session session, int hero, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stack.reader.http().resolve("/v1/hero/" + hero))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return session.seen(http.send(session.apply(request).build(), BodyHandlers.ofString()));
    }

    private static long xp(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Matcher xp = XP.matcher(answer.body());
        assertThat(xp.find()).as(answer.body()).isTrue();
        return Long.parseLong(xp.group(1));
    }

    private static Map<String, Integer> count(List<Told> all) {
        Map<String, Integer> sources = new TreeMap<>();
        all.forEach(told -> sources.merge(told.source().orElse("refused"), 1, Integer::sum));
        return sources;
    }

    /** Does something once for each hero, some at once, each of these on a connection of its own. */
    private <T> List<T> onConnections(int heroes, Deed<T> deed) throws Exception {
        List<T> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<List<T>>> shares = new ArrayList<>();
            for (int share = 1; share <= AT_ONCE; share++) {
                int first = share;
                shares.add(() -> share(first, heroes, deed));
            }
            for (Future<List<T>> each : threads.invokeAll(shares)) {
                done.addAll(each.get());
            }
        }
        return done;
    }

    private <T> List<T> share(int first, int heroes, Deed<T> deed) throws Exception {
        List<T> done = new ArrayList<>();
        try (Connection connection = connect()) {
            for (int hero = first; hero <= heroes; hero += AT_ONCE) {
                done.add(deed.with(connection, hero));
            }
        }
        return done;
    }

    /** As an application connects that wants to be told of its commits. */
    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(
                stack.mysql().jdbcUrl(HeroTable.SCHEMA) + TRACKED,
                stack.mysql().user(),
                stack.mysql().password());
        connection.setAutoCommit(false);
        return connection;
    }

    /** Something to be done on a connection. */
    private interface Deed<T> {
        T with(Connection connection, int hero) throws Exception;
    }
}
