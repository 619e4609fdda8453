package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.table.Column;
import dev.lockstep.cache.table.ColumnType;
import dev.lockstep.cache.table.TableName;
import dev.lockstep.cache.table.TableSchema;
import dev.lockstep.reader.lookup.Answer.Lack;
import dev.lockstep.reader.lookup.Answer.Proof;
import dev.lockstep.reader.lookup.Answer.Source;
import dev.lockstep.reader.source.RowRequest;
import dev.lockstep.testbed.Eventually;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearCacheTest {

    private static final long START = Long.MAX_VALUE - 1_000_000;
    private static final int ROOM = 100_000;

    private final Column id = new Column("id", ColumnType.INTEGER, 0, 0);
    private final TableSchema table = new TableSchema(new TableName("heroes", "hero"), List.of(id), List.of(id));
    private final RowRequest one = RowRequest.parse(table, "1");
    private final NearCache cache = new NearCache(ROOM, Duration.ofSeconds(60));

    @Test
    void anAnswerGrowsOlderAsItLies() {
        cache.keep(one, row("a", 40), at(0));

        assertThat(find(Demand.NONE, 25)).contains(near("a", 65));
        assertThat(find(Demand.NONE, 60_000)).contains(near("a", 60_040));
    }

    @Test
    void eachGetsTheWholeDocument() {
        Answer given = row("a", 0);
        cache.keep(one, given, at(0));
        readToItsEnd(given);

        assertThat(find(Demand.NONE, 0)).contains(near("a", 0)).hasValueSatisfying(NearCacheTest::readToItsEnd);
        assertThat(find(Demand.NONE, 0)).contains(near("a", 0));
    }

    @Test
    void anAbsentRowIsKeptToo() {
        cache.keep(one, new Answer.Absent(proof(Source.NEGATIVE, 1)), at(0));

        assertThat(find(Demand.NONE, 1)).contains(new Answer.Absent(proof(Source.NEAR, 2)));
    }

    @Test
    void afterItsTimeItIsNotGiven() {
        cache.keep(one, row("a", 0), at(0));

        assertThat(find(Demand.NONE, 60_001)).isEmpty();
    }

    @Test
    void whoBoundsTheAgeGetsNothingOlder() {
        cache.keep(one, row("a", 40), at(0));

        assertThat(find(atMost(65), 25)).contains(near("a", 65));
        assertThat(find(atMost(64), 25)).isEmpty();
    }

    @Test
    void whoDemandsMoreThanAnAgeGetsNothing() {
        cache.keep(one, row("a", 0), at(0));

        assertThat(find(new Demand(Optional.empty(), Optional.empty(), true), 0))
                .isEmpty();
        assertThat(find(new Demand(Optional.empty(), Optional.of(new Claim.All(List.of())), false), 0))
                .isEmpty();
    }

    @Test
    void whatWasOvertakenDoesNotComeBack() {
        cache.keep(one, row("newer", 0), at(10));
        cache.keep(one, row("older", 0), at(5));
        cache.keep(one, row("late and old", 30), at(30));

        assertThat(find(Demand.NONE, 40)).contains(near("newer", 30));

        cache.keep(one, row("newest", 5), at(30));
        assertThat(find(Demand.NONE, 40)).contains(near("newest", 15));
    }

    @Test
    void whatHasNoAgeIsNotKept() {
        cache.keep(one, new Answer.Row(new Proof(Source.BYPASS, Optional.empty(), "", 0), bytes("a")), at(0));
        cache.keep(one, new Answer.Unavailable(Lack.DATABASE), at(0));

        assertThat(find(Demand.NONE, 0)).isEmpty();
    }

    @Test
    void aTableThatLooksOtherwiseHasOtherAnswers() {
        cache.keep(one, row("a", 0), at(0));
        Column name = new Column("name", ColumnType.TEXT, 0, 0);
        TableSchema wider = new TableSchema(table.name(), List.of(id, name), List.of(id));

        assertThat(cache.find(RowRequest.parse(wider, "1"), Demand.NONE, at(0))).isEmpty();
    }

    @Test
    void itTakesNoMoreRoomThanItHas() {
        NearCache small = new NearCache(ROOM, Duration.ofHours(1));
        List<RowRequest> rows = IntStream.range(0, 1_000)
                .mapToObj(each -> RowRequest.parse(table, Integer.toString(each)))
                .toList();
        String document = "x".repeat(1_000);
        rows.forEach(each -> small.keep(each, row(document, 0), at(0)));

        Eventually.holds(
                Duration.ofSeconds(30),
                () -> assertThat(rows.stream()
                                .filter(each ->
                                        small.find(each, Demand.NONE, at(0)).isPresent())
                                .count())
                        .isBetween(1L, (long) ROOM / document.length()));
    }

    private Optional<Answer> find(Demand demand, long millis) {
        return cache.find(one, demand, at(millis));
    }

    /** The clock of the process may begin anywhere, and run over. */
    private static long at(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    private static Demand atMost(long millis) {
        return new Demand(Optional.of(Duration.ofMillis(millis)), Optional.empty(), false);
    }

    private static void readToItsEnd(Answer answer) {
        ByteBuffer document = ((Answer.Row) answer).document();
        document.position(document.limit());
    }

    private static Answer near(String document, long staleness) {
        return new Answer.Row(proof(Source.NEAR, staleness), bytes(document));
    }

    private static Answer row(String document, long staleness) {
        return new Answer.Row(proof(Source.HIT, staleness), bytes(document));
    }

    private static Proof proof(Source source, long staleness) {
        return new Proof(source, Optional.of(Duration.ofMillis(staleness)), "here", 7);
    }

    private static ByteBuffer bytes(String document) {
        return ByteBuffer.wrap(document.getBytes(StandardCharsets.UTF_8));
    }
}
