package dev.lockstep.reader.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Coordinate;
import dev.lockstep.cache.position.GtidSet;
import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.Reached;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimTest {

    private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final Instant ASKED = Instant.ofEpochMilli(1_000);
    private static final Position HERE = new Position(5, new Coordinate(7, 100), Position.AFTER);

    @Test
    void whatIsProvedAsOfTheQuestionHasAllThatWasCommittedBefore() {
        Claim claim = transactions("1-99");

        assertThat(claim.isIn(reached(HERE, "1-5", 1_000), ASKED)).isTrue();
        assertThat(claim.isIn(reached(HERE, "1-5", 999), ASKED)).isFalse();
        assertThat(claim.isIn(new Reached(ASKED, Optional.empty(), Optional.empty(), "", Optional.empty()), ASKED))
                .isFalse();
    }

    @Test
    void whatIsProvedAsOfLaterThanNowWasSoBeforeTheClockWasSetBack() {
        assertThat(transactions("1-99").isIn(reached(HERE, "1-5", 1_001), ASKED))
                .isFalse();
    }

    @Test
    void whatIsProvedOfOneServerSaysNothingOfAnother() {
        String other = "4350f323-7565-4e59-8763-4b1b83a0ce0e";
        Claim claim = new Claim.Transactions(GtidSet.parse(other + ":1"));

        assertThat(claim.isIn(reached(HERE, "1-5", 1_000), ASKED)).isFalse();
        assertThat(new Claim.All(List.of(transactions("1"), claim)).isIn(reached(HERE, "1-5", 1_000), ASKED))
                .isFalse();
        assertThat(claim.isIn(reached(HERE, "1-5," + other + ":7", 1_000), ASKED))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1-5, true", "3, true", "1-6, false"})
    void transactionsAreThereWhereTheSetHasThem(String numbers, boolean there) {
        assertThat(transactions(numbers).isIn(reached(HERE, "1-5", 0), ASKED)).isEqualTo(there);
    }

    @Test
    void inTheMiddleOfATransactionNobodyKnows() {
        Position inside = new Position(5, new Coordinate(7, 100), 3);
        Position before = Position.before(5, new Coordinate(7, 100));

        assertThat(transactions("5").isIn(reached(inside, "1-5", 0), ASKED)).isFalse();
        assertThat(transactions("5").isIn(reached(before, "1-5", 0), ASKED)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7, 100, false", "7, 99, true", "7, 101, false", "6, 900, true", "8, 4, false"})
    void aPlaceInTheBinlogIsThereOnceATransactionFromThereOnIsBegun(long file, long offset, boolean there) {
        Position before = Position.before(5, new Coordinate(7, 99));

        assertThat(new Claim.Binlog(new Coordinate(file, offset)).isIn(reached(before, "", 0), ASKED))
                .isEqualTo(there);
    }

    @Test
    void aPositionIsThereWhereThePartitionIsAsFar() {
        Position further = new Position(5, new Coordinate(7, 101), 0);

        assertThat(new Claim.At(HERE).isIn(reached(HERE, "", 0), ASKED)).isTrue();
        assertThat(new Claim.At(further).isIn(reached(HERE, "", 0), ASKED)).isFalse();
    }

    @Test
    void aPositionOfAnOlderEpochIsThereOnceNothingComesAgain() {
        Claim claim = new Claim.At(new Position(4, new Coordinate(90, 0), 1));
        Position until = Position.before(5, new Coordinate(7, 100));

        assertThat(claim.isIn(reached(HERE, "", 0), ASKED)).isTrue();
        assertThat(claim.isIn(doubtful(Position.startOf(5), until), ASKED)).isFalse();
        assertThat(claim.isIn(doubtful(until, until), ASKED)).isTrue();
    }

    @Test
    void aPositionOfALaterEpochIsNotThere() {
        assertThat(new Claim.At(Position.startOf(6)).isIn(reached(HERE, "", 0), ASKED))
                .isFalse();
    }

    private static Claim transactions(String numbers) {
        return new Claim.Transactions(GtidSet.parse(SERVER + ":" + numbers));
    }

    private static Reached reached(Position position, String numbers, long asOf) {
        return new Reached(
                ASKED,
                Optional.of(Instant.ofEpochMilli(asOf)),
                Optional.of(position),
                numbers.isEmpty() ? "" : SERVER + ":" + numbers,
                Optional.empty());
    }

    private static Reached doubtful(Position position, Position until) {
        return new Reached(ASKED, Optional.empty(), Optional.of(position), "", Optional.of(until));
    }
}
