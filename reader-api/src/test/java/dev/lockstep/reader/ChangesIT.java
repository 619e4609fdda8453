package dev.lockstep.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.lockstep.cache.position.ChangeId;
import dev.lockstep.cache.position.Position;
import dev.lockstep.reader.stage.CallersJson;
import dev.lockstep.reader.stage.PlayedChanges;
import dev.lockstep.reader.stage.RawHttp.Response;
import dev.lockstep.reader.stage.Stage;
import dev.lockstep.testbed.Eventually;
import dev.lockstep.testbed.events.Event;
import dev.lockstep.testbed.events.EventClient;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as Server-Sent Events, through the whole reader; the test plays the worker. */
@ExtendWith(Stage.Extension.class)
final class ChangesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TARGET = "/v1/hero/changes";
    private static final String STREAMS = "lockstep_reader_streams";
    private static final int MANY = 1_000_000;

    private final Stage stage;
    private final String schema;
    private final List<AutoCloseable> opened = new ArrayList<>();

    ChangesIT(Stage stage) throws SQLException {
        this.stage = stage;
        this.schema = stage.newSchema();
        stage.sql(
                "CREATE TABLE %s.hero (id INT PRIMARY KEY, name VARCHAR(50))".formatted(schema),
                "CREATE TABLE %s.pair (a VARCHAR(50), b INT, PRIMARY KEY (a, b))".formatted(schema),
                "CREATE TABLE %s.txt (k VARCHAR(50) PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.txt VALUES ('changes')".formatted(schema));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void whatHappensToARowIsAnEvent() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        EventClient client = follow(reader(), TARGET);
        worker.row(1, "Ada");
        worker.gone(1);
        worker.unclear(2);
        worker.clear("hero");

        assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(client.header("Cache-Control")).isEqualTo("no-store");
        Event row = client.next(PATIENCE);
        assertThat(row.name()).isEqualTo("row");
        assertThat(row.id()).hasSize(43).endsWith("00000000011");
        assertThat(row.data())
                .isEqualTo(("{\"table\":\"%s.hero\",\"key\":\"1\",\"committed\":\"2026-01-01T00:00:00.001Z\","
                                + "\"row\":{\"id\":1,\"name\":\"Ada\"}}")
                        .formatted(schema));
        Event gone = client.next(PATIENCE);
        assertThat(gone.name()).isEqualTo("gone");
        assertThat(gone.id()).endsWith("00000000010").isGreaterThan(row.id());
        assertThat(gone.data()).endsWith("\"key\":\"1\",\"committed\":\"2026-01-01T00:00:00.002Z\",\"row\":null}");
        Event ask = client.next(PATIENCE);
        assertThat(ask.name()).isEqualTo("ask");
        assertThat(ask.data()).endsWith("\"key\":\"2\",\"committed\":\"2026-01-01T00:00:00.003Z\",\"row\":null}");
        Event cleared = client.next(PATIENCE);
        assertThat(cleared.name()).isEqualTo("cleared");
        assertThat(cleared.data())
                .isEqualTo("{\"table\":\"%s.hero\",\"key\":null,\"committed\":null,\"row\":null}".formatted(schema));
    }

    @Test
    void aStreamBeginsNowAndSaysFromWhere() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        worker.row(1, "before");
        RunningReader reader = reader();
        EventClient client = follow(reader, TARGET);
        String begin = client.lastId();
        worker.row(1, "after");

        assertThat(begin).hasSize(43);
        assertThat(client.next(PATIENCE).row()).contains("after");
        assertThat(follow(reader, TARGET, begin).next(PATIENCE).row()).contains("after");
    }

    @Test
    void anyReaderResumesAfterAnyEvent() throws IOException {
        PlayedChanges worker = worker(2, MANY).begin();
        RunningReader one = reader("CACHE_PARTITIONS", "2");
        RunningReader other = reader("CACHE_PARTITIONS", "2");
        EventClient client = follow(one, TARGET);
        IntStream.range(0, 20).forEach(i -> worker.row(i % 7, "name " + i));
        List<Event> all = next(client, 20);

        assertThat(all)
                .extracting(Event::row)
                .satisfies(rows -> IntStream.range(0, 20)
                        .forEach(i -> assertThat(rows.get(i)).contains("name " + i + "\"")));
        for (int i = 0; i < 19; i++) {
            EventClient resumed =
                    EventClient.open(other.uri(), TARGET, all.get(i).id());
            assertThat(next(resumed, 19 - i)).isEqualTo(all.subList(i + 1, 20));
            resumed.close();
        }
    }

    @Test
    void whereToBeginIsSaidInAHeaderOrAParameter() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader();
        EventClient client = follow(reader, TARGET);
        worker.row(1, "one");
        worker.row(1, "two");
        worker.row(1, "three");
        List<Event> all = next(client, 3);

        assertThat(follow(reader, TARGET + "?from=" + all.get(0).id()).next(PATIENCE))
                .isEqualTo(all.get(1));
        assertThat(follow(
                                reader,
                                TARGET + "?from=" + all.get(0).id(),
                                all.get(1).id())
                        .next(PATIENCE))
                .isEqualTo(all.get(2));
    }

    @Test
    void onlyTheRowsThatAreAskedForAreTold() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        EventClient client = follow(reader(), TARGET + "?key=7&key=%30%30%33");
        worker.row(1, "no");
        worker.row(7, "yes");
        worker.other("pair");
        worker.gone(2);
        worker.clear("pair");
        worker.gone(3);
        worker.clear("pair", "hero");

        assertThat(next(client, 3))
                .extracting(Event::name, Event::key)
                .containsExactly(tuple("row", "7"), tuple("gone", "3"), tuple("cleared", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/hero/changes?key=x, 400, /problems/unfit-key",
        "/v1/pair/changes?key=a, 400, /problems/unfit-key",
        "/v1/hero/changes?from=17, 400, /problems/bad-demand",
        // A row's position: what is not in the row may be before it.
        "/v1/hero/changes?from=176722560000000000070000000040960000000012, 400, /problems/bad-demand",
        "/v1/hero/changes?from=1767225600999999999900000000409600000000121, 400, /problems/bad-demand",
        "/v1/nothing/changes, 404, /problems/unknown-table",
    })
    void whatCannotBeFollowedIsSaid(String target, int status, String problem) throws IOException {
        worker(1, MANY).begin();
        Response response = get(reader(), target);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains(problem);
    }

    @Test
    void aHundredKeysAreFollowedAndNoMore() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader();
        String hundred = IntStream.range(0, 100).mapToObj(i -> "key=" + i).collect(Collectors.joining("&"));
        EventClient client = follow(reader, TARGET + "?" + hundred);
        worker.row(99, "yes");
        assertThat(client.next(PATIENCE).key()).isEqualTo("99");

        Response response = get(reader, TARGET + "?" + hundred + "&key=100");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("at most 100 of them, not 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "application/json"})
    void aRowOfThatKeyIsReadWhereNoEventsAreAskedFor(String accept) throws IOException {
        RunningReader reader = reader();
        Response response =
                accept.isEmpty() ? reader.get("/v1/txt/changes") : reader.get("/v1/txt/changes", "Accept", accept);
        assertThat(response.body()).isEqualTo("{\"k\":\"changes\"}");
    }

    @Test
    void withoutChangesThatAreKeptItIsSaidWhatToSet() throws IOException {
        RunningReader off = reader("CACHE_CHANGES", "0");
        assertThat(get(off, TARGET).status()).isEqualTo(404);
        assertThat(get(off, TARGET).body())
                .contains("/problems/no-changes")
                .contains("set CACHE_CHANGES, of this reader and of the worker");

        worker(1, 0).begin();
        RunningReader on = reader();
        assertThat(get(on, TARGET).status()).isEqualTo(404);
        assertThat(get(on, TARGET).body())
                .contains("/problems/no-changes")
                .contains("the worker keeps none: set CACHE_CHANGES there too");
    }

    @Test
    void withoutAWorkerTheClientIsToldToComeAgain() throws IOException {
        Response response = get(reader(), TARGET);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.body()).contains("/problems/changes-unreachable");
    }

    @Test
    void aPlaceThatIsNoLongerKeptIsReset() throws IOException {
        PlayedChanges worker = worker(1, 100).begin();
        RunningReader reader = reader();
        EventClient client = follow(reader, TARGET);
        worker.row(1, "one");
        String old = client.next(PATIENCE).id();
        worker.rows(1_000, "many");

        // Another one: where this one looked while the many were being written, it has lost the rest of them too.
        RunningReader later = reader();
        EventClient resumed = follow(later, TARGET, old);
        Event reset = resumed.next(PATIENCE);
        worker.row(2, "next");
        Event row = resumed.next(PATIENCE);
        Event last = row;
        while (!last.row().contains("next")) {
            last = resumed.next(PATIENCE);
        }
        assertThat(reset.name()).isEqualTo("reset");
        assertThat(reset.data())
                .isEqualTo("{\"table\":\"%s.hero\",\"key\":null,\"committed\":null,\"row\":null}".formatted(schema));
        assertThat(row.name()).isEqualTo("row");
        assertThat(follow(later, TARGET, reset.id()).next(PATIENCE)).isEqualTo(row);
    }

    @Test
    void aPlaceBeforeALossOfContinuityIsReset() throws IOException {
        PlayedChanges worker = worker(2, MANY).begin();
        RunningReader reader = reader("CACHE_PARTITIONS", "2");
        EventClient client = follow(reader, TARGET);
        worker.row(1, "one");
        worker.row(2, "two");
        String old = client.next(PATIENCE).id();
        assertThat(client.next(PATIENCE).row()).contains("two");
        worker.begin();

        assertThat(client.next(PATIENCE).name()).isEqualTo("reset");
        EventClient resumed = follow(reader, TARGET, old);
        assertThat(resumed.next(PATIENCE).name()).isEqualTo("reset");
        worker.row(1, "three");
        assertThat(client.next(PATIENCE).row()).contains("three");
        assertThat(resumed.next(PATIENCE).row()).contains("three");
    }

    @Test
    void whoIsJustBeingOpenedIsNotReadFrom() throws IOException {
        PlayedChanges worker = worker(2, MANY).begin();
        RunningReader reader = reader("CACHE_PARTITIONS", "2");
        EventClient client = follow(reader, TARGET);
        worker.row(1, "one");
        assertThat(client.next(PATIENCE).row()).contains("one");
        worker.beginNothing();
        worker.beginIn(0);
        assertThat(get(reader, TARGET).body()).contains("/problems/changes-unreachable");

        worker.beginIn(1);
        assertThat(client.next(PATIENCE).name()).isEqualTo("reset");
        worker.row(1, "two");
        assertThat(client.next(PATIENCE).row()).contains("two");
    }

    @Test
    void partitionsAreToldInOneOrder() throws IOException {
        PlayedChanges worker = worker(2, MANY).begin();
        EventClient client = follow(reader("CACHE_PARTITIONS", "2"), TARGET);
        int ahead = IntStream.range(0, 100)
                .filter(id -> worker.partitionOf(id) == 1)
                .findFirst()
                .orElseThrow();
        int behind = IntStream.range(0, 100)
                .filter(id -> worker.partitionOf(id) == 0)
                .findFirst()
                .orElseThrow();
        worker.rowAhead(behind, "a");
        worker.rowAhead(ahead, "b");
        worker.rowAhead(ahead, "c");
        worker.rowAhead(behind, "d");
        worker.rowAhead(ahead, "e");
        assertThat(next(client, 4))
                .extracting(Event::row)
                .allSatisfy(row -> assertThat(row).doesNotContain("\"e\""));
        worker.catchUp();

        assertThat(client.next(PATIENCE).row()).contains("\"e\"");
    }

    @Test
    void whatIsAlikeInAllPartitionsIsToldOnce() throws IOException {
        PlayedChanges worker = worker(3, MANY).begin();
        EventClient client = follow(reader("CACHE_PARTITIONS", "3"), TARGET);
        worker.clear("hero");
        worker.row(1, "next");

        assertThat(next(client, 2)).extracting(Event::name).containsExactly("cleared", "row");
    }

    @Test
    void whenNothingHappensTheClientIsToldWhereItIs() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader("READER_HEARTBEAT", "100ms");
        EventClient client = follow(reader, TARGET + "?key=1");
        Eventually.holds(PATIENCE, () -> {
            if (client.lastId().isEmpty()) {
                client.block();
            }
            assertThat(client.lastId()).isNotEmpty();
        });
        String begin = client.lastId();
        assertThat(client.block()).containsExactly(":", "id: " + begin);

        Position elsewhere = worker.row(2, "another");
        Eventually.holds(PATIENCE, () -> {
            client.block();
            assertThat(client.lastId()).isEqualTo(ChangeId.after(elsewhere).text());
        });
    }

    @Test
    void aClientThatGoesAwayIsNoticed() throws IOException {
        worker(1, MANY).begin();
        RunningReader reader = reader();
        EventClient orderly = follow(reader, TARGET);
        EventClient abrupt = follow(reader, TARGET);
        assertThat(reader.meter(STREAMS)).isEqualTo(2);
        assertThat(threads()).contains("event-stream", "\"changes\"");

        orderly.close();
        Eventually.holds(PATIENCE, () -> assertThat(reader.meter(STREAMS)).isEqualTo(1));
        abrupt.abort();
        Eventually.holds(PATIENCE, () -> assertThat(reader.meter(STREAMS)).isZero());
        Eventually.holds(PATIENCE, () -> assertThat(threads()).doesNotContain("event-stream", "\"changes\""));
    }

    /** All of them, virtual ones too. */
    private static String threads() throws IOException {
        Path dump = Files.createTempDirectory("threads").resolve("dump.json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        return Files.readString(dump);
    }

    @Test
    void thereIsRoomForSoManyAndNoMore() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader("READER_STREAMS", "2");
        EventClient first = follow(reader, TARGET);
        EventClient second = follow(reader, TARGET);
        Response third = get(reader, TARGET);
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.header("Retry-After")).isEqualTo("1");
        assertThat(third.body()).contains("/problems/too-busy").contains("READER_STREAMS");

        first.close();
        Eventually.holds(PATIENCE, () -> assertThat(reader.meter(STREAMS)).isEqualTo(1));
        EventClient fourth = follow(reader, TARGET);
        worker.row(1, "for both");
        assertThat(second.next(PATIENCE)).isEqualTo(fourth.next(PATIENCE));
    }

    /** A document that fills a connection soon; the client reads nothing until far more has been told than is kept. */
    @Test
    void aSlowClientReadsLaterAndIsResetWhereItIsTooSlow() throws IOException {
        PlayedChanges worker = worker(1, 2_000).begin();
        RunningReader reader = reader("READER_STALL", "50s");
        EventClient slow = EventClient.open(reader.uri(), TARGET, Map.of(), 4_096);
        opened.add(slow);
        slow.block();
        String large = "x".repeat(10_000);
        for (int i = 0; i < 6_000; i++) {
            worker.row(i, large);
        }
        List<Event> before = new ArrayList<>();
        Event event = slow.next(PATIENCE);
        while (event.name().equals("row")) {
            before.add(event);
            event = slow.next(PATIENCE);
        }
        worker.row(1, "at last");

        assertThat(before).isNotEmpty().hasSizeLessThan(3_000);
        assertThat(before)
                .extracting(Event::key)
                .containsExactlyElementsOf(IntStream.range(0, before.size())
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(event.name()).isEqualTo("reset");
        assertNothingIsMissingBetweenResets(slow, "at last");
    }

    /** The reader may have found out while rows were still written, and may be told to leave some out again. */
    private static void assertNothingIsMissingBetweenResets(EventClient client, String last) throws IOException {
        OptionalInt before = OptionalInt.empty();
        for (Event event = client.next(PATIENCE);
                !event.name().equals("row") || !event.row().contains(last);
                event = client.next(PATIENCE)) {
            assertThat(event.name()).isIn("row", "reset");
            OptionalInt key =
                    event.name().equals("row") ? OptionalInt.of(Integer.parseInt(event.key())) : OptionalInt.empty();
            if (before.isPresent() && key.isPresent()) {
                assertThat(key.getAsInt()).isEqualTo(before.getAsInt() + 1);
            }
            before = key;
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOffAndGoesOnWhereItWas() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader("READER_STALL", "1s");
        EventClient stalled = EventClient.open(reader.uri(), TARGET, Map.of(), 4_096);
        opened.add(stalled);
        stalled.block();
        String large = "x".repeat(10_000);
        for (int i = 0; i < 2_000; i++) {
            worker.row(i, large);
        }
        Eventually.holds(PATIENCE, () -> assertThat(reader.meter(STREAMS)).isZero());

        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        told.add(stalled.next(PATIENCE).key());
                    }
                })
                .isInstanceOf(EOFException.class);
        assertThat(told).hasSizeLessThan(2_000);
        EventClient resumed = follow(reader(), TARGET, stalled.lastId());
        next(resumed, 2_000 - told.size()).stream().map(Event::key).forEach(told::add);
        assertThat(told)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_000).mapToObj(Integer::toString).toList());
    }

    @Test
    void aClientThatTakesItPackedIsToldAtOnceToo() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader();
        EventClient client = EventClient.open(reader.uri(), TARGET, Map.of("Accept-Encoding", "gzip"), 65_536);
        opened.add(client);
        client.block();
        assertThat(client.header("Content-Encoding")).isEqualTo("gzip");
        for (int i = 0; i < 10; i++) {
            worker.row(i, "Ada");
            assertThat(client.next(PATIENCE).key()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void theEndOfTheReaderIsTheEndOfTheStream() throws IOException {
        worker(1, MANY).begin();
        RunningReader reader = reader();
        EventClient client = follow(reader, TARGET);
        opened.remove(reader);
        reader.close();

        assertThatThrownBy(() -> client.next(PATIENCE))
                .isInstanceOf(EOFException.class)
                .hasMessage("the response has ended");
    }

    @Test
    void aWorkerThatKeepsNoneAnyMoreEndsTheStream() throws IOException {
        PlayedChanges worker = worker(1, MANY).begin();
        EventClient client = follow(reader(), TARGET);
        worker.goOnKeeping(0);
        assertThatThrownBy(() -> client.next(PATIENCE)).isInstanceOf(EOFException.class);
    }

    @Test
    void theHeadIsTheHeadAndTakesNoRoom() throws IOException {
        worker(1, MANY).begin();
        RunningReader reader = reader();
        Response head = reader.send("HEAD", TARGET, "Accept", "text/event-stream");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.body()).isEmpty();
        assertThat(reader.meter(STREAMS)).isZero();
    }

    private PlayedChanges worker(int partitions, int kept) {
        PlayedChanges worker = new PlayedChanges(stage.redis(), schema, partitions, kept);
        opened.add(worker);
        return worker;
    }

    @Test
    void whoSeesLessOfATableIsToldLess(@TempDir Path folder) throws IOException {
        Path callers = folder.resolve("callers.json");
        new CallersJson()
                .with("all", "\"tables\": \"*\"")
                .with("some", "\"tables\": [\"hero\"], \"columns\": {\"hero\": [\"id\"]}")
                .with("keyless", "\"tables\": [\"hero\"], \"columns\": {\"hero\": [\"name\"]}")
                .with("other", "\"tables\": [\"txt\"]")
                .write(callers);
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader reader = reader("READER_CALLERS", callers.toString());
        EventClient all = follow(reader, TARGET, headers("all", ""));
        EventClient some = follow(reader, TARGET, headers("some", ""));
        worker.row(1, "Ada");

        assertThat(all.next(PATIENCE).row()).isEqualTo("{\"id\":1,\"name\":\"Ada\"}");
        assertThat(some.next(PATIENCE).row()).isEqualTo("{\"id\":1}");
        assertThatThrownBy(() -> follow(reader, TARGET, headers("keyless", ""))).hasMessageContaining("403");
        assertThatThrownBy(() -> follow(reader, TARGET, headers("other", ""))).hasMessageContaining("404");
        assertThatThrownBy(() -> follow(reader, TARGET)).hasMessageContaining("401");
    }

    @Test
    void afterItsTimeAClientHasToComeAgainAndMissesNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("callers.json");
        new CallersJson().with("app", "\"tables\": [\"hero\"]").write(file);
        PlayedChanges worker = worker(1, MANY).begin();
        RunningReader brief = reader("READER_CALLERS", file.toString(), "READER_STREAM_LIFE", "1s");
        EventClient client = follow(brief, TARGET, headers("app", ""));
        assertThatThrownBy(() -> client.next(PATIENCE)).isInstanceOf(EOFException.class);
        RunningReader reader = reader("READER_CALLERS", file.toString());
        worker.row(1, "Ada");

        assertThat(follow(reader, TARGET, headers("app", client.lastId()))
                        .next(PATIENCE)
                        .row())
                .contains("Ada");

        new CallersJson().with("app", "\"tables\": [\"txt\"]").write(file);
        Eventually.holds(
                PATIENCE,
                () -> assertThatThrownBy(() -> follow(reader, TARGET, headers("app", client.lastId())))
                        .hasMessageContaining("404"));
    }

    private static Map<String, String> headers(String caller, String lastId) {
        Map<String, String> headers = new HashMap<>(Map.of("X-API-Key", CallersJson.key(caller)));
        if (!lastId.isEmpty()) {
            headers.put("Last-Event-ID", lastId);
        }
        return headers;
    }

    private RunningReader reader(String... more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "DB_NAME", schema, "DB_TABLE", "hero,pair,txt", "CACHE_NAMESPACE", schema, "CACHE_CHANGES", "1000"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        RunningReader reader = RunningReader.start(stage.mysql(), stage.redis(), settings);
        opened.add(reader);
        Eventually.holds(PATIENCE, () -> {
            Response readiness = reader.get("/health/readiness");
            assertThat(readiness.status() == 200 || isConnected(readiness.body()))
                    .as(readiness.body())
                    .isTrue();
        });
        return reader;
    }

    /** A reader may be so where no worker has been yet. */
    private static boolean isConnected(String readiness) {
        return readiness.contains("\"tables\":\"known\"") && !readiness.contains("not connected yet");
    }

    private EventClient follow(RunningReader reader, String target) throws IOException {
        return follow(reader, target, "");
    }

    /** Returns when the client knows where it begins. */
    private EventClient follow(RunningReader reader, String target, String lastId) throws IOException {
        return follow(reader, target, lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId));
    }

    private EventClient follow(RunningReader reader, String target, Map<String, String> headers) throws IOException {
        EventClient client = EventClient.open(reader.uri(), target, headers, 1 << 16);
        opened.add(client);
        client.block();
        return client;
    }

    private static Response get(RunningReader reader, String target) throws IOException {
        return reader.get(target, "Accept", "text/event-stream");
    }

    private static List<Event> next(EventClient client, int count) throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(client.next(PATIENCE));
        }
        return events;
    }
}
